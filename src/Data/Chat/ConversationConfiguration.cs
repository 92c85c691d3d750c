using ESchool.Domain.Catalog;
using ESchool.Domain.Chat;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ESchool.Data.Chat;

internal sealed class ConversationConfiguration : IEntityTypeConfiguration<Conversation>
{
    public void Configure(EntityTypeBuilder<Conversation> builder)
    {
        builder.ToTable("conversations", "chat");
        builder.HasKey(c => c.Id);
        builder.HasOne<Course>().WithMany().HasForeignKey(c => c.CourseId);

        // A student has one conversation about a course.
        builder.HasIndex(c => new { c.StudentId, c.CourseId }).IsUnique();
        builder.HasIndex(c => new { c.InstructorId, c.UpdatedAt });

        builder.BelongsTo("student_id = @user OR instructor_id = @user", OnErasure.Keep);
    }
}

internal sealed class ChatMessageConfiguration : IEntityTypeConfiguration<ChatMessage>
{
    public void Configure(EntityTypeBuilder<ChatMessage> builder)
    {
        builder.ToTable("messages", "chat");
        builder.HasKey(m => new { m.ConversationId, m.Sequence });
        builder.HasOne<Conversation>().WithMany().HasForeignKey(m => m.ConversationId);

        // A message sent again after a lost answer is stored once.
        builder
            .HasIndex(m => new
            {
                m.ConversationId,
                m.SenderId,
                m.ClientMessageId,
            })
            .IsUnique();

        // The text goes, the place in the sequence stays.
        builder.BelongsTo("sender_id = @user", OnErasure.Keep);
        builder.Property(m => m.Text).IsPersonal();
        builder.Property(m => m.RemovedText).IsPersonal("NULL");
    }
}

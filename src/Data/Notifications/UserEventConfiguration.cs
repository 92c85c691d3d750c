using ESchool.Domain.Notifications;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ESchool.Data.Notifications;

internal sealed class UserFeedConfiguration : IEntityTypeConfiguration<UserFeed>
{
    public void Configure(EntityTypeBuilder<UserFeed> builder)
    {
        builder.ToTable("user_feeds", "notifications");
        builder.HasKey(f => f.UserId);

        builder.BelongsTo("user_id = @user", OnErasure.Delete);
    }
}

internal sealed class UserEventConfiguration : IEntityTypeConfiguration<UserEvent>
{
    public void Configure(EntityTypeBuilder<UserEvent> builder)
    {
        builder.ToTable("user_events", "notifications");
        builder.HasKey(e => new { e.UserId, e.Sequence });
        builder.HasIndex(e => e.RequestId).IsUnique();
        builder.Property(e => e.Payload).HasColumnType("jsonb");

        builder.BelongsTo("user_id = @user", OnErasure.Delete);
        builder.Property(e => e.Kind).IsNotPersonal();
        builder.Property(e => e.Payload).IsNotPersonal();
    }
}

internal sealed class MailsToRecipientConfiguration : IEntityTypeConfiguration<MailsToRecipient>
{
    public void Configure(EntityTypeBuilder<MailsToRecipient> builder)
    {
        builder.ToTable("mails_to_recipients", "notifications");
        builder.HasKey(m => m.RecipientHash);
        builder.HasIndex(m => m.Since);

        // Keyed hashes: nobody can tell an address from one.
        builder.BelongsToNobody();
    }
}

using ESchool.Domain.Catalog;
using ESchool.Domain.Identity;
using ESchool.Domain.Learning;
using ESchool.Domain.Learning.Announcements;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ESchool.Data.Learning.Announcements;

internal sealed class AnnouncementConfiguration : IEntityTypeConfiguration<Announcement>
{
    public void Configure(EntityTypeBuilder<Announcement> builder)
    {
        builder.ToTable("announcements", "learning");
        builder.HasKey(a => a.Id);
        builder.Property(a => a.Id).ValueGeneratedNever();
        builder.HasOne<Course>().WithMany().HasForeignKey(a => a.CourseId);
        builder.HasOne<User>().WithMany().HasForeignKey(a => a.AuthorId);
        builder
            .Property(a => a.Filter)
            .HasConversion(filter => RecordColumns.ToJson(filter), json => RecordColumns.FromJson<StudentFilter>(json))
            .HasColumnType("jsonb");
        builder.HasIndex(a => new { a.CourseId, a.Id });
        builder.HasIndex(a => a.AuthorId);

        // What was announced belongs to the course, as its texts do.
        builder.BelongsTo("author_id = @user", OnErasure.Keep);
        builder.Property(a => a.Subject).IsNotPersonal();
        builder.Property(a => a.Markdown).IsNotPersonal();
    }
}

internal sealed class AnnouncementRecipientConfiguration : IEntityTypeConfiguration<AnnouncementRecipient>
{
    public void Configure(EntityTypeBuilder<AnnouncementRecipient> builder)
    {
        builder.ToTable("announcement_recipients", "learning");

        // Nobody gets an announcement twice.
        builder.HasKey(r => new { r.AnnouncementId, r.StudentId });
        builder.HasOne<Announcement>().WithMany().HasForeignKey(r => r.AnnouncementId);
        builder.HasOne<User>().WithMany().HasForeignKey(r => r.StudentId);
        builder.HasIndex(r => new { r.StudentId, r.AnnouncementId });
        builder.HasIndex(r => new { r.AnnouncementId, r.Part }, "ix_announcement_recipients_unmailed").HasFilter("mailed_at IS NULL");

        builder.BelongsTo("student_id = @user", OnErasure.Delete);
    }
}

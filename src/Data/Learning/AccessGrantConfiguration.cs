using ESchool.Domain.Learning;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ESchool.Data.Learning;

internal sealed class AccessGrantConfiguration : IEntityTypeConfiguration<AccessGrant>
{
    public void Configure(EntityTypeBuilder<AccessGrant> builder)
    {
        builder.ToTable("access_grants", "learning");
        builder.HasKey(g => g.Id);
        builder.Ignore(g => g.IsMembership);
        builder.HasOne<Enrollment>().WithMany().HasForeignKey(g => g.EnrollmentId);

        // A payment grants access to a course once.
        builder.HasIndex(g => new { g.Source, g.EnrollmentId }).IsUnique();
        builder.HasIndex(g => g.EnrollmentId);

        builder.BelongsTo("enrollment_id IN (SELECT id FROM learning.enrollments WHERE student_id = @user)", OnErasure.Keep);
        builder.Property(g => g.Source).IsNotPersonal();
    }
}

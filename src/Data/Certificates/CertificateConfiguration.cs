using ESchool.Domain.Certificates;
using ESchool.Domain.Learning;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ESchool.Data.Certificates;

internal sealed class CertificateConfiguration : IEntityTypeConfiguration<Certificate>
{
    public void Configure(EntityTypeBuilder<Certificate> builder)
    {
        builder.ToTable("certificates", "certificates");
        builder.HasKey(c => c.Id);
        builder.Ignore(c => c.Facts);
        builder.HasOne<Enrollment>().WithMany().HasForeignKey(c => c.EnrollmentId);

        // One valid certificate an enrollment, however often the job runs.
        builder.HasIndex(c => c.EnrollmentId, "ux_certificates_active").IsUnique().HasFilter($"state = {(int)CertificateState.Active}");
        builder.HasIndex(c => c.Serial).IsUnique();
        builder.HasIndex(c => c.PdfSha256).IsUnique();
        builder.HasIndex(c => new { c.LearnerId, c.Id });

        // How many a day: an id is older, it is made before the PDF is.
        builder.HasIndex(c => c.IssuedAt);

        // The instructor's name is part of the learner's document.
        builder.BelongsTo("learner_id = @user", OnErasure.Keep);
        builder.Property(c => c.LearnerName).IsPersonal("'Erased user'");
        builder.Property(c => c.Serial).IsNotPersonal();
        builder.Property(c => c.CourseTitle).IsNotPersonal();
        builder.Property(c => c.InstructorName).IsNotPersonal();
    }
}

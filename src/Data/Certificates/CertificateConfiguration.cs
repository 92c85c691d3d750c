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
        builder.HasOne<Enrollment>().WithMany().HasForeignKey(c => c.EnrollmentId);

        // One valid certificate an enrollment, however often the job runs.
        builder.HasIndex(c => c.EnrollmentId, "ux_certificates_active").IsUnique().HasFilter($"state = {(int)CertificateState.Active}");
        builder.HasIndex(c => c.Serial).IsUnique();
        builder.HasIndex(c => c.PdfSha256).IsUnique();
        builder.HasIndex(c => new { c.LearnerId, c.Id });
    }
}

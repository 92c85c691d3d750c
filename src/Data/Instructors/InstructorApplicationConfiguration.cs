using ESchool.Domain.Identity;
using ESchool.Domain.Instructors;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ESchool.Data.Instructors;

internal sealed class InstructorApplicationConfiguration : IEntityTypeConfiguration<InstructorApplication>
{
    public void Configure(EntityTypeBuilder<InstructorApplication> builder)
    {
        builder.ToTable("applications", "instructors");
        builder.HasKey(a => a.Id);
        builder.Property<uint>("RowVersion").IsRowVersion();
        builder.HasOne<User>().WithMany().HasForeignKey(a => a.ApplicantId);

        // One open application a person, also when two are begun at once.
        builder
            .HasIndex(a => a.ApplicantId, "ux_applications_open")
            .IsUnique()
            .HasFilter($"state IN ({string.Join(", ", InstructorApplication.OpenStates.Select(state => (int)state).Order())})");
        builder.HasIndex(a => new { a.State, a.Id });

        // Whose documents have to go.
        builder.HasIndex(a => a.UpdatedAt, "ix_applications_documents").HasFilter("documents_deleted_at IS NULL");

        builder.BelongsTo("applicant_id = @user", OnErasure.Delete);
        builder.Property(a => a.Bio).IsPersonal();
        builder.Property(a => a.Expertise).IsPersonal();
        builder.Property(a => a.ReviewMessage).IsPersonal();

        builder.OwnsMany(
            a => a.Documents,
            documents =>
            {
                documents.ToTable("application_documents", "instructors");
                documents.WithOwner().HasForeignKey("ApplicationId");
                documents.HasKey("ApplicationId", nameof(ApplicationDocument.Kind));
                documents.BelongsTo("application_id IN (SELECT id FROM instructors.applications WHERE applicant_id = @user)", OnErasure.Delete);
                documents.Property(d => d.ObjectKey).IsNotPersonal();
                documents.Property(d => d.ContentType).IsNotPersonal();
            }
        );
    }
}

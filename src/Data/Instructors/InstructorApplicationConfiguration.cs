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

        // One open application a person, also when two are sent at once.
        builder.HasIndex(a => a.ApplicantId, "ux_applications_open").IsUnique().HasFilter($"state = {(int)ApplicationState.Submitted}");
        builder.HasIndex(a => new { a.State, a.Id });

        builder.BelongsTo("applicant_id = @user", OnErasure.Delete);
        builder.Property(a => a.Bio).IsPersonal();
        builder.Property(a => a.Expertise).IsPersonal();
        builder.Property(a => a.ReviewMessage).IsPersonal();
    }
}

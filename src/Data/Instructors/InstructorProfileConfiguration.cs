using ESchool.Domain.Identity;
using ESchool.Domain.Instructors;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ESchool.Data.Instructors;

internal sealed class InstructorProfileConfiguration : IEntityTypeConfiguration<InstructorProfile>
{
    public void Configure(EntityTypeBuilder<InstructorProfile> builder)
    {
        builder.ToTable("profiles", "instructors");
        builder.HasKey(p => p.InstructorId);
        builder.Property<uint>("RowVersion").IsRowVersion();
        builder.HasOne<User>().WithOne().HasForeignKey<InstructorProfile>(p => p.InstructorId);

        builder.BelongsTo("instructor_id = @user", OnErasure.Delete);
        builder.Property(p => p.Headline).IsPersonal();
        builder.Property(p => p.Bio).IsPersonal();
        builder.Property(p => p.Expertise).IsPersonal();
    }
}

using ESchool.Domain.Catalog.Covers;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ESchool.Data.Catalog.Covers;

internal sealed class CoverConfiguration : IEntityTypeConfiguration<Cover>
{
    public void Configure(EntityTypeBuilder<Cover> builder)
    {
        builder.ToTable("covers", "catalog", table => table.HasCheckConstraint("ck_covers_outcome", "width IS NULL OR refusal IS NULL"));
        builder.HasKey(c => c.Id);
        builder.Ignore(c => c.IsSettled);
        builder.HasOne<User>().WithMany().HasForeignKey(c => c.InstructorId);

        // Without a reference to the course: a copy of the course may show the cover when the course is gone.
        builder.BelongsTo("instructor_id = @user", OnErasure.Delete);
    }
}

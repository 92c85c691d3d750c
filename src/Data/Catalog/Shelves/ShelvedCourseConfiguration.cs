using ESchool.Domain.Catalog;
using ESchool.Domain.Catalog.Shelves;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ESchool.Data.Catalog.Shelves;

internal sealed class ShelvedCourseConfiguration : IEntityTypeConfiguration<ShelvedCourse>
{
    public void Configure(EntityTypeBuilder<ShelvedCourse> builder)
    {
        builder.ToTable("shelved_courses", "catalog");
        builder.HasKey(s => new
        {
            s.UserId,
            s.Shelf,
            s.CourseId,
        });
        builder.HasOne<User>().WithMany().HasForeignKey(s => s.UserId);
        builder.HasOne<Course>().WithMany().HasForeignKey(s => s.CourseId);
        builder.HasIndex(s => s.CourseId);

        builder.BelongsTo("user_id = @user", OnErasure.Delete);
    }
}

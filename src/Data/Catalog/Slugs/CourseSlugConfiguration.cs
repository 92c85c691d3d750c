using ESchool.Domain.Catalog;
using ESchool.Domain.Catalog.Slugs;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ESchool.Data.Catalog.Slugs;

internal sealed class CourseSlugConfiguration : IEntityTypeConfiguration<CourseSlug>
{
    public void Configure(EntityTypeBuilder<CourseSlug> builder)
    {
        builder.ToTable("course_slugs", "catalog");
        builder.HasKey(s => s.Slug);
        builder.Property(s => s.Slug).UseCollation("C");
        builder.HasOne<Course>().WithMany().HasForeignKey(s => s.CourseId);
        builder.HasIndex(s => s.CourseId);

        builder.BelongsTo("course_id IN (SELECT id FROM catalog.courses WHERE instructor_id = @user)", OnErasure.Keep);
        builder.Property(s => s.Slug).IsNotPersonal();
    }
}

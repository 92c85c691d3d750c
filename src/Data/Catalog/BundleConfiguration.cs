using ESchool.Domain.Catalog;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ESchool.Data.Catalog;

internal sealed class BundleConfiguration : IEntityTypeConfiguration<Bundle>
{
    public void Configure(EntityTypeBuilder<Bundle> builder)
    {
        builder.ToTable(
            "bundles",
            "catalog",
            table =>
            {
                table.HasCheckConstraint("ck_bundles_price", "price_minor_units >= 0");
                table.HasCheckConstraint("ck_bundles_other_prices", "cardinality(other_currencies) = cardinality(other_minor_units)");
            }
        );
        builder.HasKey(b => b.Id);
        builder.Ignore(b => b.Price);
        builder.Ignore(b => b.OtherPrices);
        builder.HasOne<User>().WithMany().HasForeignKey(b => b.InstructorId);
        builder.HasMany(b => b.Courses).WithOne().HasForeignKey(c => c.BundleId);
        builder.HasIndex(b => new { b.InstructorId, b.Id });

        // As a course, a bundle is a work, not a statement about a person.
        builder.BelongsTo("instructor_id = @user", OnErasure.Keep);
        builder.Property(b => b.Title).IsNotPersonal();
        builder.Property(b => b.PriceCurrency).IsNotPersonal();
        builder.Property(b => b.OtherCurrencies).IsNotPersonal();
    }
}

internal sealed class BundleCourseConfiguration : IEntityTypeConfiguration<BundleCourse>
{
    public void Configure(EntityTypeBuilder<BundleCourse> builder)
    {
        builder.ToTable("bundle_courses", "catalog");
        builder.HasKey(c => new { c.BundleId, c.CourseId });
        builder.HasOne<Course>().WithMany().HasForeignKey(c => c.CourseId);

        builder.BelongsTo("bundle_id IN (SELECT id FROM catalog.bundles WHERE instructor_id = @user)", OnErasure.Keep);
    }
}

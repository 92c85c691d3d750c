using ESchool.Domain.Catalog;
using ESchool.Domain.Memberships;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ESchool.Data.Memberships;

internal sealed class PlanConfiguration : IEntityTypeConfiguration<Plan>
{
    public void Configure(EntityTypeBuilder<Plan> builder)
    {
        builder.ToTable(
            "plans",
            "memberships",
            table => table.HasCheckConstraint("ck_plans_terms", "price_minor_units > 0 AND trial_days >= 0 AND instructor_basis_points BETWEEN 0 AND 10000")
        );
        builder.HasKey(p => p.Id);
        builder.Ignore(p => p.Price);
        builder.HasIndex(p => p.StripePriceId).IsUnique();

        builder.BelongsToNobody();
    }
}

internal sealed class CourseOfferConfiguration : IEntityTypeConfiguration<CourseOffer>
{
    public void Configure(EntityTypeBuilder<CourseOffer> builder)
    {
        builder.ToTable("course_offers", "memberships");

        // A course is offered to members or is not.
        builder.HasKey(o => o.CourseId);
        builder.HasOne<Course>().WithOne().HasForeignKey<CourseOffer>(o => o.CourseId);

        builder.BelongsTo("course_id IN (SELECT id FROM catalog.courses WHERE instructor_id = @user)", OnErasure.Keep);
    }
}

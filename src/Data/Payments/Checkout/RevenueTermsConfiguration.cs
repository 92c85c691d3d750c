using ESchool.Domain.Identity;
using ESchool.Domain.Payments.Checkout;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ESchool.Data.Payments.Checkout;

internal sealed class RevenueTermsConfiguration : IEntityTypeConfiguration<RevenueTerms>
{
    public void Configure(EntityTypeBuilder<RevenueTerms> builder)
    {
        builder.ToTable(
            "revenue_terms",
            "payments",
            table =>
                table.HasCheckConstraint(
                    "ck_revenue_terms_fees",
                    "sale_basis_points BETWEEN 0 AND 10000 AND instructor_coupon_basis_points BETWEEN 0 AND 10000 AND promotion_basis_points BETWEEN 0 AND 10000"
                )
        );
        builder.HasKey(t => t.InstructorId);
        builder.Ignore(t => t.Fees);
        builder.HasOne<User>().WithMany().HasForeignKey(t => t.InstructorId);
        builder.BelongsTo("instructor_id = @user", OnErasure.Keep);
    }
}

using ESchool.Domain.Catalog;
using ESchool.Domain.Identity;
using ESchool.Domain.Payments.Coupons;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ESchool.Data.Payments.Coupons;

internal sealed class CouponConfiguration : IEntityTypeConfiguration<Coupon>
{
    public void Configure(EntityTypeBuilder<Coupon> builder)
    {
        builder.ToTable("coupons", "payments", table => table.HasCheckConstraint("ck_coupons_redemptions", "redemptions >= 0"));
        builder.HasKey(c => c.Id);
        builder.Ignore(c => c.Discount);
        builder.HasOne<User>().WithMany().HasForeignKey(c => c.OwnerId);
        builder.HasOne<Course>().WithMany().HasForeignKey(c => c.CourseId);

        // A code means one thing, for ever.
        builder.HasIndex(c => c.Code, "ux_coupons_code").IsUnique();
        builder.HasIndex(c => new { c.OwnerId, c.Id });

        builder.BelongsTo("owner_id = @user", OnErasure.Keep);
        builder.Property(c => c.Code).IsNotPersonal();
        builder.Property(c => c.Currency).IsNotPersonal();
    }
}

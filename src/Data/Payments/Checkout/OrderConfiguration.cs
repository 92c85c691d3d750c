using ESchool.Domain.Catalog;
using ESchool.Domain.Identity;
using ESchool.Domain.Payments.Checkout;
using ESchool.Domain.Payments.Coupons;
using ESchool.Domain.Payments.Tax;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ESchool.Data.Payments.Checkout;

internal sealed class OrderConfiguration : IEntityTypeConfiguration<Order>
{
    public void Configure(EntityTypeBuilder<Order> builder)
    {
        builder.ToTable(
            "orders",
            "payments",
            table =>
            {
                table.HasCheckConstraint("ck_orders_total", "total_minor_units >= 0");

                // A course or a bundle, not both.
                table.HasCheckConstraint("ck_orders_item", "course_id IS NULL OR bundle_id IS NULL");

                // Nobody gets back more than was paid.
                table.HasCheckConstraint(
                    "ck_orders_refunded",
                    "refunded_minor_units BETWEEN 0 AND charged_minor_units AND disputed_minor_units >= 0 AND lost_minor_units >= 0"
                );

                // Only what Stripe was asked to tax is taxed, and never with more than is paid.
                table.HasCheckConstraint(
                    "ck_orders_tax",
                    "tax_minor_units BETWEEN 0 AND charged_minor_units AND (tax_minor_units = 0 OR tax_behavior IS NOT NULL)"
                );
            }
        );

        // Order.Charged, for checks and queries; by Postgres, so that it can't be anything else.
        builder
            .Property<long>("ChargedMinorUnits")
            .HasComputedColumnSql($"total_minor_units + CASE WHEN tax_behavior = {(int)TaxBehavior.Exclusive} THEN tax_minor_units ELSE 0 END", stored: true);
        builder.HasKey(o => o.Id);
        builder.Ignore(o => o.TrafficSource);
        builder.Ignore(o => o.Total);
        builder.Ignore(o => o.List);
        builder.Ignore(o => o.Tax);
        builder.Ignore(o => o.Charged);
        builder.Ignore(o => o.Net);
        builder.Ignore(o => o.ShareBase);
        builder.Ignore(o => o.IsAlive);
        builder.Ignore(o => o.IsOpen);
        builder.Ignore(o => o.WasRefused);
        builder.Ignore(o => o.IsMembership);
        builder.Ignore(o => o.Refunded);
        builder.Ignore(o => o.Standing);
        builder.Ignore(o => o.LeftMinorUnits);
        builder.Ignore(o => o.ItemName);
        builder.Property<uint>("RowVersion").IsRowVersion();
        builder.HasOne<User>().WithMany().HasForeignKey(o => o.StudentId);
        builder.HasOne<Course>().WithMany().HasForeignKey(o => o.CourseId);
        builder.HasOne<Bundle>().WithMany().HasForeignKey(o => o.BundleId);
        builder.HasMany(o => o.Courses).WithOne().HasForeignKey(c => c.OrderId);
        builder.HasOne<Coupon>().WithMany().HasForeignKey(o => o.CouponId);

        // The same checkout sent twice is one order; one session and one charge pay one order.
        builder.HasIndex(o => new { o.StudentId, o.RequestId }).IsUnique();
        builder.HasIndex(o => o.StripeSessionId).IsUnique();
        builder.HasIndex(o => o.StripeChargeId).IsUnique();
        builder.HasIndex(o => new { o.StudentId, o.Id });

        // What an instructor sold, newest first, and in a period.
        builder
            .HasIndex(
                o => new
                {
                    o.InstructorId,
                    o.PaidAt,
                    o.Id,
                },
                "ix_orders_sales"
            )
            .HasFilter("paid_at IS NOT NULL AND total_minor_units > 0");

        // What staff look for, newest first; by the time they look at the ids, which tell it.
        builder.HasIndex(o => new { o.CourseId, o.Id });
        builder.HasIndex(o => new { o.State, o.Id });

        // One open order for a course, and for a bundle: a student who starts checkout in two windows pays once. Gifts may be many.
        builder
            .HasIndex(o => new { o.StudentId, o.CourseId }, "ux_orders_open")
            .IsUnique()
            .HasFilter($"state IN ({(int)OrderState.Pending}, {(int)OrderState.Processing}) AND NOT is_gift");
        builder
            .HasIndex(o => new { o.StudentId, o.BundleId }, "ux_orders_open_bundle")
            .IsUnique()
            .HasFilter($"state IN ({(int)OrderState.Pending}, {(int)OrderState.Processing}) AND bundle_id IS NOT NULL");

        builder.BelongsTo("student_id = @user", OnErasure.Keep);
        builder.Property(o => o.Title).IsNotPersonal();
        builder.Property(o => o.Currency).IsNotPersonal();
        builder.Property(o => o.CouponCode).IsNotPersonal();
        builder.Property(o => o.AcceptedTerms).IsNotPersonal();
        builder.Property(o => o.UtmSource).IsNotPersonal();
        builder.Property(o => o.UtmMedium).IsNotPersonal();
        builder.Property(o => o.UtmCampaign).IsNotPersonal();
        builder.Property(o => o.ReferralCode).IsNotPersonal();
        builder.Property(o => o.BuyerCountry).IsNotPersonal();
        builder.Property(o => o.FailureMessage).IsNotPersonal();
        builder.Property(o => o.StripeSessionId).IsNotPersonal();
        builder.Property(o => o.StripeChargeId).IsNotPersonal();
        builder.Property(o => o.CheckoutUrl).IsSecret();
    }
}

using ESchool.Domain.Memberships;
using ESchool.Domain.Payments.Checkout;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ESchool.Data.Memberships;

internal sealed class MembershipInvoiceConfiguration : IEntityTypeConfiguration<MembershipInvoice>
{
    public void Configure(EntityTypeBuilder<MembershipInvoice> builder)
    {
        // What is left is never less than nothing.
        builder.ToTable("invoices", "memberships", table => table.HasCheckConstraint("ck_invoices_left", "deferred_minor_units >= 0"));
        builder.HasKey(i => i.OrderId);
        builder.HasOne<Order>().WithOne().HasForeignKey<MembershipInvoice>(i => i.OrderId);
        builder.HasOne<Subscription>().WithMany().HasForeignKey(i => i.SubscriptionId);
        builder.HasMany(i => i.Months).WithOne().HasForeignKey(m => m.OrderId);

        // An invoice is paid once.
        builder.HasIndex(i => i.StripeInvoiceId).IsUnique();
        builder.HasIndex(i => new { i.SubscriptionId, i.ServiceStart });

        builder.BelongsTo("order_id IN (SELECT id FROM payments.orders WHERE student_id = @user)", OnErasure.Keep);
        builder.Property(i => i.StripeInvoiceId).IsNotPersonal();
    }
}

internal sealed class MembershipCreditConfiguration : IEntityTypeConfiguration<MembershipCredit>
{
    public void Configure(EntityTypeBuilder<MembershipCredit> builder)
    {
        builder.ToTable("credits", "memberships", table => table.HasCheckConstraint("ck_credits_amount", "minor_units > 0"));
        builder.HasKey(c => c.Id);
        builder.HasOne<Subscription>().WithMany().HasForeignKey(c => c.SubscriptionId);

        // An invoice credits once.
        builder.HasIndex(c => c.StripeInvoiceId).IsUnique();

        builder.BelongsTo("subscription_id IN (SELECT id FROM memberships.subscriptions WHERE student_id = @user)", OnErasure.Keep);
        builder.Property(c => c.StripeInvoiceId).IsNotPersonal();
        builder.Property(c => c.Currency).IsNotPersonal();
    }
}

internal sealed class MembershipMonthConfiguration : IEntityTypeConfiguration<MembershipMonth>
{
    public void Configure(EntityTypeBuilder<MembershipMonth> builder)
    {
        builder.ToTable("months", "memberships", table => table.HasCheckConstraint("ck_months_days", "end_day > first_day AND minor_units >= 0"));
        builder.HasKey(m => m.Id);
        builder.Property(m => m.Id).ValueGeneratedNever();
        builder.HasMany(m => m.Shares).WithOne().HasForeignKey(s => s.MonthId);

        // A month is paid for by one order once.
        builder.HasIndex(m => new { m.OrderId, m.FirstDay }).IsUnique();
        builder.HasIndex(m => m.EndDay, "ix_months_due").HasFilter("divided_at IS NULL");

        builder.BelongsTo("student_id = @user", OnErasure.Keep);
        builder.Property(m => m.Currency).IsNotPersonal();
    }
}

internal sealed class MembershipShareConfiguration : IEntityTypeConfiguration<MembershipShare>
{
    public void Configure(EntityTypeBuilder<MembershipShare> builder)
    {
        builder.ToTable("shares", "memberships", table => table.HasCheckConstraint("ck_shares_amounts", "seconds > 0 AND minor_units >= 0"));

        // A course gets its part of a month once.
        builder.HasKey(s => new { s.MonthId, s.CourseId });
        builder.HasIndex(s => new { s.InstructorId, s.MonthId });

        builder.BelongsTo("instructor_id = @user", OnErasure.Keep);
    }
}

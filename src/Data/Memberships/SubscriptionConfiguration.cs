using ESchool.Domain.Identity;
using ESchool.Domain.Memberships;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ESchool.Data.Memberships;

internal sealed class SubscriptionConfiguration : IEntityTypeConfiguration<Subscription>
{
    public void Configure(EntityTypeBuilder<Subscription> builder)
    {
        builder.ToTable("subscriptions", "memberships");
        builder.HasKey(s => s.Id);
        builder.Ignore(s => s.GrantSource);
        builder.Ignore(s => s.HasNotBegun);
        builder.HasOne<User>().WithMany().HasForeignKey(s => s.StudentId);
        builder.HasOne<Plan>().WithMany().HasForeignKey(s => s.PlanId);

        // The same wish sent twice is one subscription, and so is what Stripe tells of one.
        builder.HasIndex(s => new { s.StudentId, s.RequestId }).IsUnique();
        builder.HasIndex(s => s.StripeSessionId).IsUnique();
        builder.HasIndex(s => s.StripeSubscriptionId).IsUnique();

        // Nobody pays for two memberships at a time.
        builder
            .HasIndex(s => s.StudentId, "ux_subscriptions_open")
            .IsUnique()
            .HasFilter($"state IN ({string.Join(", ", Subscription.OpenStates.Select(state => (int)state))})");
        builder.HasIndex(s => s.AccessUntil, "ix_subscriptions_access").HasFilter("is_open");

        builder.BelongsTo("student_id = @user", OnErasure.Keep);
        builder.Property(s => s.AcceptedTerms).IsNotPersonal();
        builder.Property(s => s.FailureMessage).IsNotPersonal();
        builder.Property(s => s.StripeSessionId).IsNotPersonal();
        builder.Property(s => s.StripeSubscriptionId).IsNotPersonal();
        builder.Property(s => s.CheckoutUrl).IsSecret();
    }
}

internal sealed class BillingCustomerConfiguration : IEntityTypeConfiguration<BillingCustomer>
{
    public void Configure(EntityTypeBuilder<BillingCustomer> builder)
    {
        builder.ToTable("billing_customers", "memberships");

        // A student is one customer.
        builder.HasKey(c => c.StudentId);
        builder.HasOne<User>().WithOne().HasForeignKey<BillingCustomer>(c => c.StudentId);
        builder.HasIndex(c => c.StripeCustomerId).IsUnique();

        builder.BelongsTo("student_id = @user", OnErasure.Keep);
        builder.Property(c => c.StripeCustomerId).IsNotPersonal();
    }
}

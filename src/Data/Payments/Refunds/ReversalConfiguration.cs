using ESchool.Domain.Payments.Checkout;
using ESchool.Domain.Payments.Disputes;
using ESchool.Domain.Payments.Refunds;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ESchool.Data.Payments.Refunds;

internal sealed class RefundConfiguration : IEntityTypeConfiguration<Refund>
{
    public void Configure(EntityTypeBuilder<Refund> builder)
    {
        builder.ToTable("refunds", "payments", table => table.HasCheckConstraint("ck_refunds_amount", "minor_units > 0"));
        builder.HasKey(r => r.Id);
        builder.Ignore(r => r.Amount);
        builder.Ignore(r => r.IsBooked);
        builder.HasOne<Order>().WithMany().HasForeignKey(r => r.OrderId);

        // Stripe's refund is booked once, however its news arrive.
        builder.HasIndex(r => r.StripeRefundId).IsUnique();
        builder.HasIndex(r => r.OrderId);

        builder.BelongsTo("order_id IN (SELECT id FROM payments.orders WHERE student_id = @user)", OnErasure.Keep);
        builder.Property(r => r.Currency).IsNotPersonal();
        builder.Property(r => r.StripeRefundId).IsNotPersonal();
        builder.Property(r => r.FailureMessage).IsNotPersonal();
        builder.Property(r => r.Reason).IsPersonal();
    }
}

internal sealed class DisputeConfiguration : IEntityTypeConfiguration<Dispute>
{
    public void Configure(EntityTypeBuilder<Dispute> builder)
    {
        builder.ToTable("disputes", "payments", table => table.HasCheckConstraint("ck_disputes_amount", "minor_units > 0"));
        builder.HasKey(d => d.Id);
        builder.Ignore(d => d.Amount);
        builder.HasOne<Order>().WithMany().HasForeignKey(d => d.OrderId);
        builder.HasIndex(d => d.StripeDisputeId).IsUnique();
        builder.HasIndex(d => d.OrderId);

        // What the bank waits for: the queue of staff.
        builder
            .HasIndex(d => d.EvidenceDueAt, "ix_disputes_unanswered")
            .HasFilter("finished_at IS NULL AND evidence_submitted_at IS NULL AND evidence_due_at IS NOT NULL");

        builder.BelongsTo("order_id IN (SELECT id FROM payments.orders WHERE student_id = @user)", OnErasure.Keep);
        builder.Property(d => d.StripeDisputeId).IsNotPersonal();
        builder.Property(d => d.Currency).IsNotPersonal();
        builder.Property(d => d.Reason).IsNotPersonal();
    }
}

using ESchool.Domain.Identity;
using ESchool.Domain.Ledger;
using ESchool.Domain.Payouts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ESchool.Data.Payouts;

internal sealed class PayoutConfiguration : IEntityTypeConfiguration<Payout>
{
    public void Configure(EntityTypeBuilder<Payout> builder)
    {
        builder.ToTable(
            "payouts",
            "payouts",
            table =>
            {
                table.HasCheckConstraint("ck_payouts_amount", "minor_units > 0");

                // No more comes back than was paid, and only of what was.
                table.HasCheckConstraint(
                    "ck_payouts_reversed",
                    $"reversed_minor_units BETWEEN 0 AND minor_units AND (reversed_minor_units = 0 OR state = {(int)PayoutState.Paid})"
                );
            }
        );
        builder.HasKey(p => p.Id);
        builder.Ignore(p => p.Amount);
        builder.Ignore(p => p.Reversed);
        builder.Property<uint>("RowVersion").IsRowVersion();
        builder.HasOne<User>().WithMany().HasForeignKey(p => p.InstructorId);

        // One open payout an instructor and currency, also when two are requested at once.
        builder
            .HasIndex(p => new { p.InstructorId, p.Currency }, "ux_payouts_open")
            .IsUnique()
            .HasFilter($"state IN ({string.Join(", ", Payout.OpenStates.Select(state => (int)state))})");
        builder.HasIndex(p => p.StripeTransferId).IsUnique();
        builder.HasIndex(p => p.RetryAt, "ix_payouts_waiting").HasFilter("retry_at IS NOT NULL");

        // The clock asks once a month, also when two clocks do.
        builder
            .HasIndex(
                p => new
                {
                    p.InstructorId,
                    p.Currency,
                    p.ScheduledFor,
                },
                "ux_payouts_scheduled"
            )
            .IsUnique()
            .HasFilter("scheduled_for IS NOT NULL");
        builder.HasIndex(p => new { p.InstructorId, p.Id });

        // The queues of staff.
        builder.HasIndex(p => new { p.State, p.Id });

        builder.BelongsTo("instructor_id = @user", OnErasure.Keep);
        builder.Property(p => p.Currency).IsNotPersonal();
        builder.Property(p => p.StripeAccountId).IsNotPersonal();
        builder.Property(p => p.Message).IsNotPersonal();
        builder.Property(p => p.BankMessage).IsNotPersonal();
        builder.Property(p => p.StripeTransferId).IsNotPersonal();
    }
}

internal sealed class PayoutItemConfiguration : IEntityTypeConfiguration<PayoutItem>
{
    public void Configure(EntityTypeBuilder<PayoutItem> builder)
    {
        builder.ToTable("payout_items", "payouts", table => table.HasCheckConstraint("ck_payout_items_amount", "minor_units <> 0"));

        // A posting stands in a payout once.
        builder.HasKey(i => new { i.PayoutId, i.TransactionId });
        builder.HasOne<Payout>().WithMany().HasForeignKey(i => i.PayoutId).OnDelete(DeleteBehavior.NoAction);
        builder.HasOne<LedgerTransaction>().WithMany().HasForeignKey(i => i.TransactionId).OnDelete(DeleteBehavior.NoAction);

        builder.BelongsTo("payout_id IN (SELECT id FROM payouts.payouts WHERE instructor_id = @user)", OnErasure.Keep);
    }
}

using ESchool.Domain.Payouts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ESchool.Data.Payouts;

internal sealed class TransferReversalConfiguration : IEntityTypeConfiguration<TransferReversal>
{
    public void Configure(EntityTypeBuilder<TransferReversal> builder)
    {
        builder.ToTable("transfer_reversals", "payouts", table => table.HasCheckConstraint("ck_transfer_reversals_amount", "minor_units > 0"));
        builder.HasKey(r => r.Id);
        builder.Ignore(r => r.Name);
        builder.HasOne<Payout>().WithMany().HasForeignKey(r => r.PayoutId).OnDelete(DeleteBehavior.NoAction);

        // Stripe's reversal is booked once, however its news arrive.
        builder.HasIndex(r => r.StripeReversalId).IsUnique();
        builder.HasIndex(r => r.PayoutId);

        builder.BelongsTo("payout_id IN (SELECT id FROM payouts.payouts WHERE instructor_id = @user)", OnErasure.Keep);
        builder.Property(r => r.StripeReversalId).IsNotPersonal();
    }
}

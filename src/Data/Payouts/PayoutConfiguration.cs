using ESchool.Domain.Identity;
using ESchool.Domain.Payouts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ESchool.Data.Payouts;

internal sealed class PayoutConfiguration : IEntityTypeConfiguration<Payout>
{
    public void Configure(EntityTypeBuilder<Payout> builder)
    {
        builder.ToTable("payouts", "payouts", table => table.HasCheckConstraint("ck_payouts_amount", "minor_units > 0"));
        builder.HasKey(p => p.Id);
        builder.Ignore(p => p.Amount);
        builder.Property<uint>("RowVersion").IsRowVersion();
        builder.HasOne<User>().WithMany().HasForeignKey(p => p.InstructorId);

        // One open payout an instructor and currency, also when two are requested at once.
        builder.HasIndex(p => new { p.InstructorId, p.Currency }, "ux_payouts_open").IsUnique()
            .HasFilter($"state IN ({string.Join(", ", Payout.OpenStates.Select(state => (int)state))})");
        builder.HasIndex(p => p.StripeTransferId).IsUnique();
        builder.HasIndex(p => new { p.InstructorId, p.Id });

        builder.BelongsTo("instructor_id = @user", OnErasure.Keep);
        builder.Property(p => p.Currency).IsNotPersonal();
        builder.Property(p => p.StripeAccountId).IsNotPersonal();
        builder.Property(p => p.Message).IsNotPersonal();
        builder.Property(p => p.StripeTransferId).IsNotPersonal();
    }
}

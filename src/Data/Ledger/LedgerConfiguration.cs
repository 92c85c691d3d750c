using ESchool.Domain.Ledger;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ESchool.Data.Ledger;

internal sealed class LedgerAccountConfiguration : IEntityTypeConfiguration<LedgerAccount>
{
    public void Configure(EntityTypeBuilder<LedgerAccount> builder)
    {
        builder.ToTable(
            "accounts",
            "ledger",
            table =>
            {
                // What can be paid out, and tax that is owed, is never negative (credits are negative, so a liability's balance is never above zero).
                table.HasCheckConstraint(
                    "ck_accounts_liability",
                    $"kind NOT IN ({string.Join(", ", AccountKinds.Liabilities.Select(kind => (int)kind))}) OR balance_minor_units <= 0"
                );

                // What an instructor owes, and what Stripe holds for disputes, is never less than nothing.
                table.HasCheckConstraint(
                    "ck_accounts_asset",
                    $"kind NOT IN ({(int)AccountKind.StripeDisputes}, {(int)AccountKind.InstructorReceivable}) OR balance_minor_units >= 0"
                );
            }
        );
        builder.HasKey(a => a.Id);
        builder.Ignore(a => a.Owed);
        builder
            .HasIndex(a => new
            {
                a.OwnerId,
                a.Kind,
                a.Currency,
            })
            .IsUnique();

        builder.BelongsTo("owner_id = @user", OnErasure.Keep);
        builder.Property(a => a.Currency).IsNotPersonal();
    }
}

internal sealed class LedgerTransactionConfiguration : IEntityTypeConfiguration<LedgerTransaction>
{
    public void Configure(EntityTypeBuilder<LedgerTransaction> builder)
    {
        builder.ToTable("transactions", "ledger");
        builder.HasKey(t => t.Id);
        builder.HasMany(t => t.Entries).WithOne().HasForeignKey(e => e.TransactionId);

        // One transaction of a kind for a sale, a release, a payout: posting twice is impossible. What Stripe converted has one in each of its two currencies.
        builder
            .HasIndex(t => new
            {
                t.Kind,
                t.Source,
                t.Currency,
            })
            .IsUnique();

        // Numbers only; whose they are, the accounts say.
        builder.BelongsToNobody();
    }
}

internal sealed class LedgerEntryConfiguration : IEntityTypeConfiguration<LedgerEntry>
{
    public void Configure(EntityTypeBuilder<LedgerEntry> builder)
    {
        builder.ToTable("entries", "ledger", table => table.HasCheckConstraint("ck_entries_amount", "amount_minor_units <> 0"));
        builder.HasKey(e => e.Id);
        builder.Property(e => e.Id).ValueGeneratedNever();
        builder.HasOne<LedgerAccount>().WithMany().HasForeignKey(e => e.AccountId);
        builder.HasIndex(e => new { e.AccountId, e.Id });

        builder.BelongsTo("account_id IN (SELECT id FROM ledger.accounts WHERE owner_id = @user)", OnErasure.Keep);
    }
}

internal sealed class EarningConfiguration : IEntityTypeConfiguration<Earning>
{
    public void Configure(EntityTypeBuilder<Earning> builder)
    {
        builder.ToTable("earnings", "ledger", table => table.HasCheckConstraint("ck_earnings_reversed", "reversed_minor_units BETWEEN 0 AND minor_units"));

        // A sale is earned once.
        builder.HasKey(e => e.OrderId);
        builder.Ignore(e => e.LeftMinorUnits);
        builder.HasIndex(e => e.ReleaseAt, "ix_earnings_held").HasFilter("released_at IS NULL");
        builder.HasIndex(e => e.InstructorId);

        builder.BelongsTo("instructor_id = @user", OnErasure.Keep);
        builder.Property(e => e.Currency).IsNotPersonal();
    }
}

internal sealed class LedgerSealConfiguration : IEntityTypeConfiguration<LedgerSeal>
{
    public void Configure(EntityTypeBuilder<LedgerSeal> builder)
    {
        builder.ToTable("seals", "ledger");

        // One chain: of two sealers that make a seal of the same number, one fails.
        builder.HasKey(s => s.Number);
        builder.Property(s => s.Number).ValueGeneratedNever();
        builder.BelongsToNobody();
    }
}

internal sealed class SealLineConfiguration : IEntityTypeConfiguration<SealLine>
{
    public void Configure(EntityTypeBuilder<SealLine> builder)
    {
        builder.ToTable("seal_lines", "ledger");

        // A transaction is sealed once.
        builder.HasKey(l => l.TransactionId);
        builder.Property(l => l.TransactionId).ValueGeneratedNever();
        builder.HasOne<LedgerTransaction>().WithOne().HasForeignKey<SealLine>(l => l.TransactionId).OnDelete(DeleteBehavior.NoAction);

        // Deferred to the commit by the migration: a seal is hashed when its lines are written.
        builder.HasOne<LedgerSeal>().WithMany().HasForeignKey(l => l.SealNumber).OnDelete(DeleteBehavior.NoAction);
        builder.HasIndex(l => new { l.SealNumber, l.Position }).IsUnique();
        builder.BelongsToNobody();
    }
}

internal sealed class UnsealedTransactionConfiguration : IEntityTypeConfiguration<UnsealedTransaction>
{
    public void Configure(EntityTypeBuilder<UnsealedTransaction> builder)
    {
        // Written by a trigger, whoever posts; without a foreign key, which would be looked at in every posting.
        builder.ToTable("unsealed_transactions", "ledger");
        builder.HasKey(t => t.TransactionId);
        builder.Property(t => t.TransactionId).ValueGeneratedNever();
        builder.BelongsToNobody();
    }
}

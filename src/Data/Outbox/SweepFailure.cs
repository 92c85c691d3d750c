using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ESchool.Data.Outbox;

/// <summary>A row with which a sweep failed, and when it is tried again. Gone once the sweep succeeds with it.</summary>
public sealed class SweepFailure
{
    private SweepFailure() { }

    /// <summary>The sweep's name, such as <c>reconcile-payouts</c>.</summary>
    public string Sweep { get; private set; } = "";

    /// <summary>The row's id.</summary>
    public Guid RowId { get; private set; }

    /// <summary>How often it failed in a row.</summary>
    public int Failures { get; private set; }

    /// <summary>Type and message of the last error; no secrets.</summary>
    public string Error { get; private set; } = "";

    /// <summary>The sweep leaves the row alone until then.</summary>
    public DateTimeOffset RetryAt { get; private set; }
}

internal sealed class SweepFailureConfiguration : IEntityTypeConfiguration<SweepFailure>
{
    public void Configure(EntityTypeBuilder<SweepFailure> builder)
    {
        builder.ToTable("sweep_failures", "outbox");
        builder.HasKey(f => new { f.Sweep, f.RowId });

        // Ids only, errors hold no addresses.
        builder.BelongsToNobody();
    }
}

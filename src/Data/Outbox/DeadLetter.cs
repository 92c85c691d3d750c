using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ESchool.Data.Outbox;

/// <summary>Work that failed after its last try and waits for an operator.</summary>
public sealed class DeadLetter
{
    private DeadLetter() { }

    public DeadLetter(string kind, string payload, string jobId, string error, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        Kind = kind;
        Payload = payload;
        JobId = jobId;
        Error = error;
        CreatedAt = now;
    }

    public Guid Id { get; private set; }

    public string Kind { get; private set; } = "";

    public string Payload { get; private set; } = "";

    /// <summary>The scheduler's id of the job, for the dashboard.</summary>
    public string JobId { get; private set; } = "";

    /// <summary>Type and message of the last error; no secrets.</summary>
    public string Error { get; private set; } = "";

    public DateTimeOffset CreatedAt { get; private set; }
}

internal sealed class DeadLetterConfiguration : IEntityTypeConfiguration<DeadLetter>
{
    public void Configure(EntityTypeBuilder<DeadLetter> builder)
    {
        builder.ToTable("dead_letters", "outbox");
        builder.HasKey(d => d.Id);
        builder.Property(d => d.Payload).HasColumnType("jsonb");

        // A job dies once.
        builder.HasIndex(d => d.JobId).IsUnique();

        // Payloads hold ids only, errors no addresses.
        builder.BelongsToNobody();
    }
}

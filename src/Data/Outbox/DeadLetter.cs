using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ESchool.Data.Outbox;

/// <summary>What became of a dead letter. The contract's <c>DeadLetter.State</c> has the same numbers.</summary>
public enum DeadLetterState
{
    /// <summary>It waits for an administrator.</summary>
    Waiting = 1,

    /// <summary>Its work was written into the outbox again.</summary>
    Requeued = 2,

    /// <summary>An administrator decided that its work is not needed.</summary>
    Discarded = 3,
}

/// <summary>Work that failed after its last try. It waits for an administrator, and stays as history once one has decided.</summary>
public sealed class DeadLetter
{
    private DeadLetter() { }

    /// <param name="kind">The kind of work, or the name of a job that no work asked for.</param>
    /// <param name="payload">JSON; ids only.</param>
    /// <param name="jobId">The scheduler's id of the job.</param>
    /// <param name="tries">How often it was tried.</param>
    /// <param name="error">Type and message of the last error; no secrets.</param>
    /// <param name="now">The present time.</param>
    public DeadLetter(string kind, string payload, string jobId, int tries, string error, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        Kind = kind;
        Payload = payload;
        JobId = jobId;
        Tries = tries;
        Error = error;
        CreatedAt = now;
        State = DeadLetterState.Waiting;
    }

    public Guid Id { get; private set; }

    public string Kind { get; private set; } = "";

    public string Payload { get; private set; } = "";

    /// <summary>The scheduler's id of the job, for the dashboard.</summary>
    public string JobId { get; private set; } = "";

    /// <summary>How often the job was tried; 0 for letters that are older than this count.</summary>
    public int Tries { get; private set; }

    /// <summary>Type and message of the last error; no secrets.</summary>
    public string Error { get; private set; } = "";

    public DateTimeOffset CreatedAt { get; private set; }

    public DeadLetterState State { get; private set; }

    /// <summary>When an administrator decided; null while it waits.</summary>
    public DateTimeOffset? SettledAt { get; private set; }

    /// <summary>The administrator who decided; null while it waits.</summary>
    public Guid? SettledBy { get; private set; }

    /// <summary>Why its work was discarded; empty otherwise.</summary>
    public string DiscardReason { get; private set; } = "";

    /// <summary>Its work is asked for again. The caller has locked the row and asks for the work in the same transaction.</summary>
    /// <exception cref="InvalidOperationException">It does not wait.</exception>
    public void Requeue(Guid administratorId, DateTimeOffset now) => Settle(DeadLetterState.Requeued, administratorId, now);

    /// <summary>Its work is not needed. The caller has locked the row.</summary>
    /// <exception cref="InvalidOperationException">It does not wait.</exception>
    public void Discard(Guid administratorId, string reason, DateTimeOffset now)
    {
        Settle(DeadLetterState.Discarded, administratorId, now);
        DiscardReason = reason;
    }

    private void Settle(DeadLetterState state, Guid administratorId, DateTimeOffset now)
    {
        if (State != DeadLetterState.Waiting)
        {
            throw new InvalidOperationException($"Dead letter {Id} is {State}.");
        }

        (State, SettledBy, SettledAt) = (state, administratorId, now);
    }
}

internal sealed class DeadLetterConfiguration : IEntityTypeConfiguration<DeadLetter>
{
    public void Configure(EntityTypeBuilder<DeadLetter> builder)
    {
        builder.ToTable("dead_letters", "outbox");
        builder.HasKey(d => d.Id);
        builder.Property(d => d.Payload).HasColumnType("jsonb");

        // A job has one letter that waits. After it was settled, the same job can be tried again in the dashboard and die again: that is a new letter.
        builder.HasIndex(d => d.JobId, "ix_dead_letters_job_id").IsUnique().HasFilter($"state = {(int)DeadLetterState.Waiting}");

        // The lists: newest first, of a state, of a kind, of both.
        builder.HasIndex(d => new { d.State, d.Id });
        builder.HasIndex(d => new { d.Kind, d.Id });
        builder.HasIndex(d => new
        {
            d.Kind,
            d.State,
            d.Id,
        });

        // Payloads hold ids only, errors no addresses.
        builder.BelongsToNobody();
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ESchool.Data.Idempotency;

/// <summary>The answer of a call that changed something, kept so that the same call sent again gets the same answer.</summary>
public sealed class IdempotencyRecord
{
    private IdempotencyRecord() { }

    /// <param name="actorId">Who called; empty for anonymous callers.</param>
    /// <param name="method">The rpc's full name.</param>
    /// <param name="requestId">The client's id of the call.</param>
    /// <param name="requestHash">SHA-256 of the request.</param>
    /// <param name="now">The present time.</param>
    public IdempotencyRecord(Guid actorId, string method, Guid requestId, byte[] requestHash, DateTimeOffset now)
    {
        ActorId = actorId;
        Method = method;
        RequestId = requestId;
        RequestHash = requestHash;
        CreatedAt = now;
    }

    public Guid ActorId { get; private set; }

    public string Method { get; private set; } = "";

    public Guid RequestId { get; private set; }

    public byte[] RequestHash { get; private set; } = [];

    /// <summary>The response as it was sent.</summary>
    public byte[] Response { get; private set; } = [];

    public DateTimeOffset CreatedAt { get; private set; }

    public void Answer(byte[] response) => Response = response;
}

internal sealed class IdempotencyRecordConfiguration : IEntityTypeConfiguration<IdempotencyRecord>
{
    public void Configure(EntityTypeBuilder<IdempotencyRecord> builder)
    {
        builder.ToTable("records", "idempotency");

        // Two equal calls at once: the second waits for the first's transaction and then finds its answer.
        builder.HasKey(r => new
        {
            r.ActorId,
            r.Method,
            r.RequestId,
        });
        builder.HasIndex(r => r.CreatedAt);

        builder.BelongsTo("actor_id = @user", OnErasure.Delete);
        builder.Property(r => r.Method).IsNotPersonal();
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ESchool.Data.Outbox;

internal sealed class OutboxMessageConfiguration : IEntityTypeConfiguration<OutboxMessage>
{
    public void Configure(EntityTypeBuilder<OutboxMessage> builder)
    {
        builder.ToTable("messages", "outbox");
        builder.HasKey(m => m.Id);
        builder.Property(m => m.Payload).HasColumnType("jsonb");

        // The same work asked for twice is done once.
        builder.HasIndex(m => new { m.Kind, m.DeduplicationKey }).IsUnique();

        // The pump's queue: only what waits, so that it stays small however much was sent. No index on when it was sent: to find what waits, Postgres would
        // take that one, and sort all that waits.
        builder.HasIndex(m => m.Id, "ix_messages_waiting").HasFilter("sent_at IS NULL");

        // Payloads hold ids only.
        builder.BelongsToNobody();
    }
}

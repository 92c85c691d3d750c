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

        // The pump's queue: only what waits, so that it stays small however much was sent.
        builder.HasIndex(m => m.Id, "ix_messages_waiting").HasFilter("sent_at IS NULL");
        builder.HasIndex(m => m.SentAt);

        // Payloads hold ids only.
        builder.BelongsToNobody();
    }
}

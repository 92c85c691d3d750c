using ESchool.Domain.StripeEvents;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ESchool.Data.StripeEvents;

internal sealed class StripeEventConfiguration : IEntityTypeConfiguration<StripeEvent>
{
    public void Configure(EntityTypeBuilder<StripeEvent> builder)
    {
        builder.ToTable("events", "stripe_events");

        // Stripe delivers an event at least once; we keep it once.
        builder.HasKey(e => e.Id);
        builder.Ignore(e => e.ObjectId);
        builder.Property(e => e.Json).HasColumnType("jsonb");
        builder.HasIndex(e => e.ReceivedAt, "ix_events_unhandled").HasFilter("handled_at IS NULL");
        builder.HasIndex(e => new { e.ReceivedAt, e.Id });

        // Only the envelope of an event is kept, never the object with the payer in it.
        builder.BelongsToNobody();
    }
}

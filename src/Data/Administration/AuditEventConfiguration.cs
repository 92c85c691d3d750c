using ESchool.Domain.Administration;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ESchool.Data.Administration;

internal sealed class AuditEventConfiguration : IEntityTypeConfiguration<AuditEvent>
{
    public void Configure(EntityTypeBuilder<AuditEvent> builder)
    {
        builder.ToTable("audit_events", "administration");
        builder.HasKey(e => e.Id);

        builder.Property(e => e.Before).HasColumnType("jsonb");
        builder.Property(e => e.After).HasColumnType("jsonb");
        builder.HasIndex(e => new { e.ActorId, e.Id });
        builder.HasIndex(e => new { e.Resource, e.Id });

        // The log is never changed, also not by an erasure: it holds numbers of people, and the network of a call instead of its address.
        builder.BelongsTo("actor_id = @user", OnErasure.Keep);
        builder.Property(e => e.Action).IsNotPersonal();
        builder.Property(e => e.Resource).IsNotPersonal();
        builder.Property(e => e.Network).IsNotPersonal();
        builder.Property(e => e.UserAgent).IsNotPersonal();
        builder.Property(e => e.Before).IsNotPersonal();
        builder.Property(e => e.After).IsNotPersonal();
    }
}

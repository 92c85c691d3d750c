using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ESchool.Data.Identity;

internal sealed class SessionConfiguration : IEntityTypeConfiguration<Session>
{
    public void Configure(EntityTypeBuilder<Session> builder)
    {
        builder.ToTable("sessions", "identity");
        builder.HasKey(s => s.Id);
        builder.HasOne<User>().WithMany().HasForeignKey(s => s.UserId);

        // Every replica asks every other second which sessions have just ended.
        builder.HasIndex(s => s.RevokedAt, "ix_sessions_revoked").HasFilter("revoked_at IS NOT NULL");

        builder.BelongsTo("user_id = @user", OnErasure.Delete);
        builder.Property(s => s.UserAgent).IsPersonal();
        builder.Property(s => s.Network).IsPersonal();
    }
}

internal sealed class RefreshTokenConfiguration : IEntityTypeConfiguration<RefreshToken>
{
    public void Configure(EntityTypeBuilder<RefreshToken> builder)
    {
        builder.ToTable("refresh_tokens", "identity");
        builder.HasKey(t => t.TokenHash);
        builder.HasOne<Session>().WithMany().HasForeignKey(t => t.SessionId);
        builder.HasIndex(t => t.UsedAt, "ix_refresh_tokens_sealed").HasFilter("sealed_successor IS NOT NULL");
        builder.BelongsTo("session_id IN (SELECT id FROM identity.sessions WHERE user_id = @user)", OnErasure.Delete);
    }
}

using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ESchool.Data.Identity;

internal sealed class ExternalLoginConfiguration : IEntityTypeConfiguration<ExternalLogin>
{
    public void Configure(EntityTypeBuilder<ExternalLogin> builder)
    {
        builder.ToTable("external_logins", "identity");

        // An account there opens one account here.
        builder.HasKey(l => new { l.Issuer, l.Subject });
        builder.HasOne<User>().WithMany().HasForeignKey(l => l.UserId);

        builder.BelongsTo("user_id = @user", OnErasure.Delete);
        builder.Property(l => l.Issuer).IsNotPersonal();
        builder.Property(l => l.Subject).IsPersonal();
    }
}

internal sealed class GoogleSignInFlowConfiguration : IEntityTypeConfiguration<GoogleSignInFlow>
{
    public void Configure(EntityTypeBuilder<GoogleSignInFlow> builder)
    {
        builder.ToTable("google_sign_in_flows", "identity");
        builder.HasKey(f => f.StateHash);
        builder.HasIndex(f => f.ExpiresAt);
        builder.BelongsToNobody();
    }
}

internal sealed class UsedIdTokenConfiguration : IEntityTypeConfiguration<UsedIdToken>
{
    public void Configure(EntityTypeBuilder<UsedIdToken> builder)
    {
        builder.ToTable("used_id_tokens", "identity");
        builder.HasKey(t => t.TokenHash);
        builder.HasIndex(t => t.ExpiresAt);
        builder.BelongsToNobody();
    }
}

using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ESchool.Data.Identity;

internal sealed class TotpFactorConfiguration : IEntityTypeConfiguration<TotpFactor>
{
    public void Configure(EntityTypeBuilder<TotpFactor> builder)
    {
        builder.ToTable("totp_factors", "identity");
        builder.HasKey(f => f.UserId);
        builder.HasOne<User>().WithOne().HasForeignKey<TotpFactor>(f => f.UserId);
        builder.BelongsTo("user_id = @user", OnErasure.Delete);
    }
}

internal sealed class RecoveryCodeConfiguration : IEntityTypeConfiguration<RecoveryCode>
{
    public void Configure(EntityTypeBuilder<RecoveryCode> builder)
    {
        builder.ToTable("recovery_codes", "identity");
        builder.HasKey(c => new { c.UserId, c.CodeHash });
        builder.HasOne<User>().WithMany().HasForeignKey(c => c.UserId);
        builder.BelongsTo("user_id = @user", OnErasure.Delete);
    }
}

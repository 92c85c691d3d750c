using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ESchool.Data.Identity;

internal sealed class EmailVerificationConfiguration : IEntityTypeConfiguration<EmailVerification>
{
    public void Configure(EntityTypeBuilder<EmailVerification> builder)
    {
        builder.ToTable("email_verifications", "identity");
        builder.HasKey(v => v.TokenHash);
        builder.HasOne<User>().WithMany().HasForeignKey(v => v.UserId);
        builder.HasOne<Registration>().WithMany().HasForeignKey(v => v.RegistrationId).OnDelete(DeleteBehavior.SetNull);
        builder.HasIndex(v => v.ExpiresAt);
        builder.BelongsTo("user_id = @user", OnErasure.Delete);
    }
}

internal sealed class PasswordResetConfiguration : IEntityTypeConfiguration<PasswordReset>
{
    public void Configure(EntityTypeBuilder<PasswordReset> builder)
    {
        builder.ToTable("password_resets", "identity");
        builder.HasKey(r => r.TokenHash);
        builder.HasOne<User>().WithMany().HasForeignKey(r => r.UserId);
        builder.HasIndex(r => r.ExpiresAt);
        builder.BelongsTo("user_id = @user", OnErasure.Delete);
    }
}

internal sealed class RegistrationConfiguration : IEntityTypeConfiguration<Registration>
{
    public void Configure(EntityTypeBuilder<Registration> builder)
    {
        builder.ToTable("registrations", "identity");
        builder.HasKey(r => r.Id);
        builder.HasOne<User>().WithMany().HasForeignKey(r => r.UserId);
        builder.HasIndex(r => new { r.UserId, r.CreatedAt });
        builder.BelongsTo("user_id = @user", OnErasure.Delete);
        builder.Property(r => r.PasswordHash).IsSecret();
        builder.Property(r => r.DisplayName).IsPersonal();
    }
}

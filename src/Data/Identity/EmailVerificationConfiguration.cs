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
        builder.HasIndex(v => v.ExpiresAt);
    }
}

using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ESchool.Data.Identity;

internal sealed class SignInAttemptsConfiguration : IEntityTypeConfiguration<SignInAttempts>
{
    public void Configure(EntityTypeBuilder<SignInAttempts> builder)
    {
        builder.ToTable("sign_in_attempts", "identity");
        builder.HasKey(a => a.SubjectHash);
        builder.HasIndex(a => a.BlockedUntil);
        builder.Property(a => a.FirstAt).HasDefaultValueSql("now()");

        // Keyed hashes: nobody can tell an address from one.
        builder.BelongsToNobody();
    }
}

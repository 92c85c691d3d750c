using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ESchool.Data.Identity;

internal sealed class UserConfiguration : IEntityTypeConfiguration<User>
{
    public void Configure(EntityTypeBuilder<User> builder)
    {
        builder.ToTable("users", "identity");
        builder.HasKey(u => u.Id);
        builder.Ignore(u => u.CanSignIn);
        builder.HasIndex(u => u.DeleteAt, "ix_users_to_erase").HasFilter("delete_at IS NOT NULL AND erased_at IS NULL");

        // Whose accounts were merged: they are erased together.
        builder.HasOne<User>().WithMany().HasForeignKey(u => u.MergedInto);
        builder.HasIndex(u => u.MergedInto, "ix_users_merged").HasFilter("merged_into IS NOT NULL");

        // One account an address; two registrations at once leave one.
        builder.HasIndex(u => u.EmailNormalized).IsUnique();

        // Parts of names are searched for by staff and in rosters, parts of addresses by staff.
        builder.HasIndex(u => u.DisplayName, "ix_users_display_name_trigrams").HasMethod("gin").HasOperators("gin_trgm_ops");
        builder.HasIndex(u => u.Email, "ix_users_email_trigrams").HasMethod("gin").HasOperators("gin_trgm_ops");

        builder.BelongsTo("id = @user", OnErasure.Keep);
        builder.Property(u => u.Email).IsPersonal("'erased-' || id || '@invalid'");
        builder.Property(u => u.EmailNormalized).IsPersonal("'erased-' || id || '@invalid'");
        builder.Property(u => u.DisplayName).IsPersonal("'Erased user'");
        builder.Property(u => u.TimeZone).IsPersonal("'Etc/UTC'");
        builder.Property(u => u.Locale).IsPersonal("'en'");
        builder.Property(u => u.AvatarKey).IsPersonal("NULL");
        builder.Property(u => u.PasswordHash).IsSecret();
        builder.Property(u => u.SuspendReason).IsPersonal();
    }
}

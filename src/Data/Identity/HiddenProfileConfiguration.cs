using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ESchool.Data.Identity;

internal sealed class HiddenProfileConfiguration : IEntityTypeConfiguration<HiddenProfile>
{
    public void Configure(EntityTypeBuilder<HiddenProfile> builder)
    {
        builder.ToTable("hidden_profiles", "identity");
        builder.HasKey(p => p.UserId);
        builder.HasOne<User>().WithOne().HasForeignKey<HiddenProfile>(p => p.UserId);

        builder.BelongsTo("user_id = @user", OnErasure.Delete);
        builder.Property(p => p.DisplayName).IsPersonal();
        builder.Property(p => p.AvatarKey).IsPersonal("NULL");
        builder.Property(p => p.Headline).IsPersonal();
        builder.Property(p => p.Bio).IsPersonal();
        builder.Property(p => p.Expertise).IsPersonal();
    }
}

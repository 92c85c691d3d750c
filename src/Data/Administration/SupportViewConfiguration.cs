using ESchool.Domain.Administration;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ESchool.Data.Administration;

internal sealed class SupportViewConfiguration : IEntityTypeConfiguration<SupportView>
{
    public void Configure(EntityTypeBuilder<SupportView> builder)
    {
        builder.ToTable("support_views", "administration", table => table.HasCheckConstraint("ck_support_views_other", "staff_id <> user_id"));
        builder.HasKey(v => v.Id);

        // Without a reference to the session: sessions are forgotten after a month, views are not.
        builder.HasOne<User>().WithMany().HasForeignKey(v => v.UserId);
        builder.HasOne<User>().WithMany().HasForeignKey(v => v.StaffId);
        builder.HasIndex(v => new { v.UserId, v.Id });
        builder.HasIndex(v => new { v.StaffId, v.Id });

        // It is the user's whose account was looked at: the user's export has it. The one who looked is a number of the staff.
        builder.BelongsTo("user_id = @user", OnErasure.Keep);
        builder.Property(v => v.Reason).IsPersonal();
    }
}

using ESchool.Domain.Administration;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ESchool.Data.Administration;

internal sealed class UserNoteConfiguration : IEntityTypeConfiguration<UserNote>
{
    public void Configure(EntityTypeBuilder<UserNote> builder)
    {
        builder.ToTable("user_notes", "administration");
        builder.HasKey(n => n.Id);
        builder.HasOne<User>().WithMany().HasForeignKey(n => n.UserId);
        builder.HasIndex(n => new { n.UserId, n.Id });

        // It is the user's whom it is about: the author is a number of the staff.
        builder.BelongsTo("user_id = @user", OnErasure.Delete);
        builder.Property(n => n.Text).IsPersonal();
    }
}

using ESchool.Domain.Catalog;
using ESchool.Domain.Catalog.Authors;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ESchool.Data.Catalog.Authors;

internal sealed class CoAuthorConfiguration : IEntityTypeConfiguration<CoAuthor>
{
    public void Configure(EntityTypeBuilder<CoAuthor> builder)
    {
        builder.ToTable("co_authors", "catalog");
        builder.HasKey(a => new { a.CourseId, a.UserId });
        builder.HasOne<Course>().WithMany().HasForeignKey(a => a.CourseId);
        builder.HasOne<User>().WithMany().HasForeignKey(a => a.UserId);
        builder.HasIndex(a => a.UserId);

        builder.BelongsTo("user_id = @user", OnErasure.Delete);
    }
}

internal sealed class CoAuthorInvitationConfiguration : IEntityTypeConfiguration<CoAuthorInvitation>
{
    public void Configure(EntityTypeBuilder<CoAuthorInvitation> builder)
    {
        builder.ToTable("co_author_invitations", "catalog");
        builder.HasKey(i => i.Id);
        builder.Property(i => i.Id).ValueGeneratedNever();
        builder.HasOne<Course>().WithMany().HasForeignKey(i => i.CourseId);
        builder.HasIndex(i => new { i.CourseId, i.Email }).IsUnique();
        builder.HasIndex(i => i.Email);

        // Whoever was invited is named by their address alone; it is forgotten after two weeks.
        builder.BelongsTo("course_id IN (SELECT id FROM catalog.courses WHERE instructor_id = @user)", OnErasure.Delete);
        builder.Property(i => i.Email).IsPersonal();
    }
}

using ESchool.Domain.Catalog.Reviews;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ESchool.Data.Catalog.Reviews;

internal sealed class ReviewReplyConfiguration : IEntityTypeConfiguration<ReviewReply>
{
    public void Configure(EntityTypeBuilder<ReviewReply> builder)
    {
        builder.ToTable("review_replies", "catalog");
        builder.HasKey(r => r.ReviewId);
        builder.HasOne<Review>().WithOne().HasForeignKey<ReviewReply>(r => r.ReviewId);
        builder.HasOne<User>().WithMany().HasForeignKey(r => r.InstructorId);
        builder.HasIndex(r => r.InstructorId);

        // An answer speaks to the student, often by name: it goes with either of the two.
        builder.BelongsTo("instructor_id = @user OR review_id IN (SELECT id FROM catalog.reviews WHERE student_id = @user)", OnErasure.Delete);
        builder.Property(r => r.Text).IsPersonal();
    }
}

internal sealed class ReviewVoteConfiguration : IEntityTypeConfiguration<ReviewVote>
{
    public void Configure(EntityTypeBuilder<ReviewVote> builder)
    {
        builder.ToTable("review_votes", "catalog");
        builder.HasKey(v => new { v.ReviewId, v.UserId });
        builder.HasOne<Review>().WithMany().HasForeignKey(v => v.ReviewId);
        builder.HasOne<User>().WithMany().HasForeignKey(v => v.UserId);

        builder.BelongsTo("user_id = @user", OnErasure.Keep);
    }
}

internal sealed class ReviewReportConfiguration : IEntityTypeConfiguration<ReviewReport>
{
    public void Configure(EntityTypeBuilder<ReviewReport> builder)
    {
        builder.ToTable("review_reports", "catalog");
        builder.HasKey(r => new { r.ReviewId, r.UserId });
        builder.HasOne<Review>().WithMany().HasForeignKey(r => r.ReviewId);
        builder.HasOne<User>().WithMany().HasForeignKey(r => r.UserId);

        builder.BelongsTo("user_id = @user", OnErasure.Keep);
        builder.Property(r => r.Reason).IsPersonal();
    }
}

using ESchool.Domain.Learning.Engagement;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ESchool.Data.Learning.Engagement;

/// <summary>Written with every watch report that counts, so it references nothing: a foreign key would lock the course's row each time.</summary>
internal sealed class EngagementChangeConfiguration : IEntityTypeConfiguration<EngagementChange>
{
    public void Configure(EntityTypeBuilder<EngagementChange> builder)
    {
        builder.ToTable("engagement_changes", "learning");
        builder.HasKey(c => c.Id);
        builder.Property(c => c.Id).ValueGeneratedNever();
        builder.Property(c => c.Buckets).HasConversion<CoverageConverter>(CoverageConverter.Comparer).HasColumnType("int4multirange");

        // A course's changes are summed by its readers, and folded together.
        builder.HasIndex(c => new { c.CourseId, c.Id });

        builder.BelongsToNobody();
    }
}

internal sealed class LessonEngagementConfiguration : IEntityTypeConfiguration<LessonEngagement>
{
    public void Configure(EntityTypeBuilder<LessonEngagement> builder)
    {
        builder.ToTable("lesson_engagement", "learning");
        builder.HasKey(e => new { e.CourseId, e.LessonId });
        builder.BelongsToNobody();
    }
}

internal sealed class BucketEngagementConfiguration : IEntityTypeConfiguration<BucketEngagement>
{
    public void Configure(EntityTypeBuilder<BucketEngagement> builder)
    {
        builder.ToTable("bucket_engagement", "learning");
        builder.HasKey(e => new
        {
            e.CourseId,
            e.LessonId,
            e.AssetId,
            e.Bucket,
        });
        builder.BelongsToNobody();
    }
}

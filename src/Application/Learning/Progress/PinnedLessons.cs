using System.Collections.Concurrent;
using ESchool.Data;
using ESchool.Domain.Catalog;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Learning.Progress;

/// <summary>The video lessons of published versions, kept in memory: what was published never changes.</summary>
[Registered(ServiceLifetime.Singleton)]
public sealed class PinnedLessons
{
    /// <summary>A version's lessons take some kilobytes; beyond this many versions all are forgotten and read again.</summary>
    private const int Capacity = 2_000;

    private readonly ConcurrentDictionary<Guid, IReadOnlyDictionary<Guid, PinnedVideo>> known = new();

    /// <summary>The video lessons of each version, by lesson; from memory where they were read before.</summary>
    public async Task<IReadOnlyDictionary<Guid, IReadOnlyDictionary<Guid, PinnedVideo>>> ReadAsync(
        SchoolDbContext db,
        IEnumerable<Guid> versionIds,
        CancellationToken cancellationToken
    )
    {
        var found = new Dictionary<Guid, IReadOnlyDictionary<Guid, PinnedVideo>>();
        var unknown = new List<Guid>();
        foreach (var id in versionIds.Distinct())
        {
            if (known.TryGetValue(id, out var lessons))
            {
                found[id] = lessons;
            }
            else
            {
                unknown.Add(id);
            }
        }

        if (unknown.Count > 0)
        {
            var rows = await db
                .CurriculumLessons.AsNoTracking()
                .Where(l => unknown.Contains(l.VersionId) && l.Kind == LessonKind.Video)
                .Select(l => new { l.VersionId, Video = new PinnedVideo(l.LessonId, l.AssetId ?? Guid.Empty, l.VideoSeconds, l.ThresholdBasisPoints) })
                .ToListAsync(cancellationToken);
            foreach (var id in unknown)
            {
                found[id] = rows.Where(row => row.VersionId == id).ToDictionary(row => row.Video.LessonId, row => row.Video);
            }

            Keep(unknown, found);
        }

        return found;
    }

    private void Keep(List<Guid> versionIds, Dictionary<Guid, IReadOnlyDictionary<Guid, PinnedVideo>> found)
    {
        if (known.Count > Capacity)
        {
            known.Clear();
        }

        foreach (var id in versionIds)
        {
            known[id] = found[id];
        }
    }
}

/// <summary>A video lesson as it was published.</summary>
/// <param name="LessonId">The lesson.</param>
/// <param name="AssetId">What is played.</param>
/// <param name="VideoSeconds">Its length in whole seconds, as probed.</param>
/// <param name="ThresholdBasisPoints">How much must be watched.</param>
public sealed record PinnedVideo(Guid LessonId, Guid AssetId, int VideoSeconds, int ThresholdBasisPoints);

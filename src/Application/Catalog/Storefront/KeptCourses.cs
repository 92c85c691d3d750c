using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Catalog.Storefront;

/// <summary>Courses on sale that this process has read, for whoever asks next: a stamp, which is read each time, says whether they are still so.</summary>
[Registered(ServiceLifetime.Singleton)]
public sealed class KeptCourses : IDisposable
{
    /// <summary>As lists show them; about two kilobytes each.</summary>
    internal Shelf Listed { get; } = new(20_000);

    /// <summary>With their lessons; some ten kilobytes each, and rarely more than a hundred.</summary>
    internal Shelf Whole { get; } = new(1_000);

    /// <inheritdoc/>
    public void Dispose()
    {
        Listed.Dispose();
        Whole.Dispose();
    }

    /// <summary>Courses by their versions. The oldest are forgotten after an hour, or when there are too many.</summary>
    /// <param name="capacity">How many are kept.</param>
    internal sealed class Shelf(int capacity) : IDisposable
    {
        private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

        private readonly MemoryCache courses = new(new MemoryCacheOptions { SizeLimit = capacity });

        /// <summary>The course as it was read with this stamp; null when it is not kept, or has changed since.</summary>
        public PublishedCourse? Find(CourseStamp stamp) =>
            courses.TryGetValue(stamp.VersionId, out PublishedCourse? course) && course!.Stamp == stamp ? course : null;

        /// <summary>Keeps a course, in place of what was kept of its version.</summary>
        public void Keep(PublishedCourse course) =>
            courses.Set(course.VersionId, course, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = Lifetime });

        public void Dispose() => courses.Dispose();
    }
}

using ESchool.Data;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace ESchool.Application.Catalog.Storefront;

/// <summary>Courses as lists show them. Only those are read that have changed since they were read last.</summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class CoursesOnSale(SchoolReads reads, KeptCourses kept)
{
    private static readonly string Versions = $"SELECT {PublishedColumns.Listed.Sql} FROM {PublishedCourse.OnSale} WHERE v.id = ANY($1)";

    /// <summary>Finds those of the courses that are on sale, by their ids.</summary>
    public async Task<IReadOnlyDictionary<Guid, PublishedCourse>> FindAsync(Guid[] courseIds, CancellationToken cancellationToken)
    {
        var stamps = new List<CourseStamp>();
        await using (var command = reads.Planned($"SELECT {CourseStamp.Sql} FROM catalog.listings l WHERE l.course_id = ANY($1)"))
        {
            command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = courseIds });
            await using var rows = await command.ExecuteReaderAsync(cancellationToken);
            while (await rows.ReadAsync(cancellationToken))
            {
                stamps.Add(CourseStamp.Read(rows));
            }
        }

        return (await GetAsync(stamps, cancellationToken)).ToDictionary(course => course.CourseId);
    }

    /// <summary>The courses with these stamps, in this order. One that has just gone off sale is left out.</summary>
    internal async Task<IReadOnlyList<PublishedCourse>> GetAsync(IReadOnlyList<CourseStamp> stamps, CancellationToken cancellationToken)
    {
        var found = new PublishedCourse?[stamps.Count];
        List<Guid>? missing = null;
        for (var place = 0; place < found.Length; place++)
        {
            found[place] = kept.Listed.Find(stamps[place]);
            if (found[place] is null)
            {
                (missing ??= []).Add(stamps[place].VersionId);
            }
        }

        if (missing is null)
        {
            return found!;
        }

        var read = await ReadAsync([.. missing], cancellationToken);
        return [.. found.Select((course, place) => course ?? read.GetValueOrDefault(stamps[place].VersionId)).OfType<PublishedCourse>()];
    }

    private async Task<Dictionary<Guid, PublishedCourse>> ReadAsync(Guid[] versionIds, CancellationToken cancellationToken)
    {
        await using var command = reads.Planned(Versions);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = versionIds });
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var read = new Dictionary<Guid, PublishedCourse>();
        while (await rows.ReadAsync(cancellationToken))
        {
            var course = PublishedColumns.Listed.Read(rows);
            kept.Listed.Keep(course);
            read[course.VersionId] = course;
        }

        return read;
    }
}

using ESchool.Data;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace ESchool.Application.Catalog.Storefront;

/// <summary>Reads courses as lists show them.</summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class CoursesOnSale(SchoolReads reads)
{
    /// <summary>Finds those of the courses that are on sale, by their ids.</summary>
    public async Task<IReadOnlyDictionary<Guid, PublishedCourse>> FindAsync(Guid[] courseIds, CancellationToken cancellationToken)
    {
        await using var command = reads.Planned($"SELECT {PublishedColumns.Listed.Sql} FROM {PublishedCourse.OnSale} WHERE c.id = ANY($1)");
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = courseIds });
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var found = new Dictionary<Guid, PublishedCourse>();
        while (await rows.ReadAsync(cancellationToken))
        {
            var course = PublishedColumns.Listed.Read(rows);
            found[course.CourseId] = course;
        }

        return found;
    }
}

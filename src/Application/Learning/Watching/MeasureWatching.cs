using ESchool.Data;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Learning.Watching;

/// <summary>Says how much video of each course was credited to a student while only a membership opened it.</summary>
public sealed class MeasureWatching(SchoolDbContext db)
{
    /// <summary>Measures some days.</summary>
    /// <param name="studentId">The student.</param>
    /// <param name="first">The first day, in UTC.</param>
    /// <param name="end">The day after the last.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    /// <returns>Seconds by course; courses of which nothing was watched are left out.</returns>
    public async Task<IReadOnlyDictionary<Guid, long>> ExecuteAsync(Guid studentId, DateOnly first, DateOnly end, CancellationToken cancellationToken) =>
        await (
            from enrollment in db.Enrollments
            join day in db.WatchDays on enrollment.Id equals day.EnrollmentId
            where enrollment.StudentId == studentId && day.Day >= first && day.Day < end
            group day by enrollment.CourseId
        ).ToDictionaryAsync(course => course.Key, course => course.Sum(day => (long)day.Seconds), cancellationToken);
}

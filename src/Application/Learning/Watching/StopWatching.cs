using ESchool.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Learning.Watching;

/// <summary>Ends the playbacks of a course that students have open, for whoever keeps them out. What they have watched until now is still credited.</summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class StopWatching(SchoolDbContext db, TimeProvider clock)
{
    /// <summary>Stops the clocks that run; inside the transaction of the cause.</summary>
    public async Task StopAsync(Guid courseId, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var running = db.Enrollments.Where(e => e.CourseId == courseId && e.ClockOpenUntil > now);

        // In the order in which watch reports lock them.
        await running.OrderBy(e => e.Id).ForNoKeyUpdate().LockAsync(cancellationToken);
        await running.ExecuteUpdateAsync(set => set.SetProperty(e => e.ClockOpenUntil, now), cancellationToken);
    }
}

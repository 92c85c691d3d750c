using ESchool.Data;

namespace ESchool.Application.Administration.Dashboard;

/// <summary>Writes what an administrator does in the job dashboard into the audit log.</summary>
public sealed class NoteDashboardAct(SchoolDbContext db, AuditTrail audit)
{
    /// <summary>Notes it before it is done: nothing is done that is not noted.</summary>
    /// <param name="adminId">Who.</param>
    /// <param name="act">Which of the dashboard's commands, as its path says.</param>
    /// <param name="jobs">On which jobs.</param>
    /// <param name="cancellationToken">Stops before it is noted.</param>
    public Task ExecuteAsync(Guid adminId, string act, IReadOnlyList<string> jobs, CancellationToken cancellationToken)
    {
        audit.Note(adminId, "dashboard.act", $"users/{adminId}", after: new { act, jobs });
        return db.SaveChangesAsync(cancellationToken);
    }
}

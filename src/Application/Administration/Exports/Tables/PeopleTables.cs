using ESchool.Domain.Learning;
using static ESchool.Application.Administration.Exports.Tables.ExportColumn;

namespace ESchool.Application.Administration.Exports.Tables;

/// <summary>Tables about people: who they are, what they learn, and what was done.</summary>
internal static class PeopleTables
{
    /// <summary>Accounts, also of those who have been erased: with what is left of them.</summary>
    public static readonly ExportTable Users = new(
        "Users",
        "u.id",
        "identity.users u",
        [
            Resource("user", "users", "u.id"),
            Time("create_time", "u.created_at"),
            Text("email", "u.email"),
            Text("display_name", "u.display_name"),
            RolesOf("roles", "u.roles"),
            Text("locale", "u.locale"),
            Text("time_zone", "u.time_zone"),
            Time("email_verify_time", "u.email_verified_at"),
            Time("suspend_time", "u.suspended_at"),
            Text("suspend_reason", "u.suspend_reason"),
            Time("delete_time", "u.delete_at"),
            Time("erase_time", "u.erased_at"),
        ]
    )
    {
        OfUser = "u.id = {0}",
        OfRole = "(u.roles & {0}) <> 0",
    };

    /// <summary>Who learns what, and how far.</summary>
    public static readonly ExportTable Enrollments = new(
        "Enrollments",
        "e.id",
        "learning.enrollments e",
        [
            Resource("enrollment", "enrollments", "e.id"),
            Time("create_time", "e.created_at"),
            Resource("student", "users", "e.student_id"),
            Resource("course", "courses", "e.course_id"),
            Word<EnrollmentState>("state", "e.state"),
            Text(
                "sources",
                $"(SELECT string_agg(g.source, ' ' ORDER BY g.source) FROM learning.access_grants g WHERE g.enrollment_id = e.id AND g.state = {(int)GrantState.Live})"
            ),
            Time("start_time", "e.started_at"),
            Time("last_seen_time", "e.last_seen_at"),
            Time("complete_time", "e.completed_at"),
            Percent("progress_percent", "e.progress_basis_points"),
            Whole("completed_lessons", "e.completed_lessons"),
        ]
    )
    {
        OfUser = "e.student_id = {0}",
        OfCourse = "e.course_id = {0}",
    };

    /// <summary>What was done.</summary>
    public static readonly ExportTable AuditEvents = new(
        "Audit",
        "a.id",
        "administration.audit_events a",
        [
            Text("event", "a.id::text"),
            Time("time", "a.happened_at"),
            Text("actor", $"CASE WHEN a.actor_id <> '{Guid.Empty}' THEN 'users/' || a.actor_id ELSE '' END"),
            Text("action", "a.action"),
            Text("resource", "a.resource"),
            Text("network", "a.network"),
            Text("user_agent", "a.user_agent"),
            Text("before", "a.before::text"),
            Text("after", "a.after::text"),
        ]
    )
    {
        OfUser = "a.actor_id = {0}",
        OfAction = "a.action LIKE {0}",
    };
}

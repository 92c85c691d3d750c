using ESchool.Application.Administration.Exports.Tables;
using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Administration;
using ESchool.Domain.Administration.Exports;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Administration.Exports;

/// <summary>Asks for a table as a file.</summary>
public sealed class StartExport(SchoolDbContext db, WorkOutbox outbox, AuditTrail audit, TimeProvider clock)
{
    /// <summary>How many exports of an administrator may wait or run.</summary>
    public const int MaximumOpen = 5;

    /// <summary>Asks for it.</summary>
    /// <exception cref="DomainException"><c>REQUEST_INVALID</c>: the subject can't be limited so; <c>EXPORTS_OPEN</c>.</exception>
    public Task<TableExport> ExecuteAsync(Actor actor, ExportSubject subject, ExportFormat format, ExportFilter filter, CancellationToken cancellationToken)
    {
        RequireFitting(subject, filter);
        return db.InTransactionAsync(
            async () =>
            {
                // The user's row is the lock: of two calls at once, the second counts the first's.
                await db.Users.Where(u => u.Id == actor.UserId).ForNoKeyUpdate().LockAsync(cancellationToken);
                await RequireFewAsync(actor, cancellationToken);
                var export = new TableExport(actor.UserId, subject, format, filter, clock.GetUtcNow());
                db.TableExports.Add(export);
                outbox.Add(new TableExportWork(export.Id), export.Id.ToString());
                audit.Note(actor, "export.start", $"exports/{export.Id}", after: AskedFor(export));
                await db.SaveChangesAsync(cancellationToken);
                return export;
            },
            cancellationToken
        );
    }

    /// <summary>What was asked for, for the audit log.</summary>
    internal static object AskedFor(TableExport export) =>
        new
        {
            subject = export.Subject.ToString(),
            format = export.Format.ToString(),
            from = export.Filter.From,
            until = export.Filter.Until,
            user = export.Filter.UserId is { } user ? $"users/{user}" : null,
            course = export.Filter.CourseId is { } course ? $"courses/{course}" : null,
            role = export.Filter.Role?.ToString(),
            orderState = export.Filter.OrderState?.ToString(),
            action = export.Filter.Action,
        };

    private static void RequireFitting(ExportSubject subject, ExportFilter filter)
    {
        var wrong = ExportTable.Of(subject).Limits(filter).Where(limit => limit.Condition is null).Select(limit => limit.Field).ToList();
        if (wrong.Count > 0)
        {
            throw new DomainException(CallReasons.RequestInvalid, "The request has fields of the wrong shape.")
            {
                FieldViolations = [.. wrong.Select(field => new FieldViolation($"filter.{field}", FieldFault.NotAllowed, "does not limit this subject."))],
            };
        }
    }

    private async Task RequireFewAsync(Actor actor, CancellationToken cancellationToken)
    {
        var open = await db.TableExports.CountAsync(
            e => e.RequesterId == actor.UserId && (e.State == ExportState.Queued || e.State == ExportState.Running),
            cancellationToken
        );
        if (open >= MaximumOpen)
        {
            throw new DomainException(
                AdministrationReasons.ExportsOpen,
                "{maximum} exports wait or run already; this one can be asked for when one of them has ended.",
                ("maximum", MaximumOpen)
            );
        }
    }
}

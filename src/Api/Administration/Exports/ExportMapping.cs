using ESchool.Api.Calls.Wire;
using ESchool.Api.Identity;
using ESchool.Contracts.Roles.V1;
using ESchool.Domain.Administration.Exports;
using ESchool.Domain.Payments.Checkout;
using Wire = ESchool.Contracts.Administration.V1;

namespace ESchool.Api.Administration.Exports;

internal static class ExportMapping
{
    public static ExportFilter ToFilter(this Wire.ExportFilter? filter) =>
        filter is null
            ? ExportFilter.All
            : new ExportFilter
            {
                From = filter.StartTime?.ToDateTimeOffset(),
                Until = filter.EndTime?.ToDateTimeOffset(),
                UserId = filter.User.Length > 0 ? ResourceNames.One(filter.User, "users/{user}", "filter.user") : null,
                CourseId = filter.Course.Length > 0 ? ResourceNames.One(filter.Course, "courses/{course}", "filter.course") : null,
                Role = filter.Role == Role.Unspecified ? null : filter.Role.ToDomain(),
                OrderState = filter.OrderState == 0 ? null : (OrderState)filter.OrderState,
                Action = filter.Action.Length > 0 ? filter.Action : null,
            };

    public static Wire.Export ToWire(this TableExport export)
    {
        var wire = new Wire.Export
        {
            Name = $"exports/{export.Id}",
            Requester = $"users/{export.RequesterId}",
            Subject = (Wire.ExportSubject)export.Subject,
            Format = (Wire.ExportFormat)export.Format,
            Filter = export.Filter.ToWire(),
            State = (Wire.Export.Types.State)export.State,
            RowsWritten = export.Rows,
            CreateTime = export.RequestedAt.ToWire(),
            EndTime = export.EndedAt.ToWire(),
            SizeBytes = export.SizeBytes,
            ExpireTime = export.ExpiresAt.ToWire(),
        };
        if (export.RowsExpected is { } expected)
        {
            wire.RowsExpected = expected;
        }

        return wire;
    }

    private static Wire.ExportFilter ToWire(this ExportFilter filter)
    {
        var wire = new Wire.ExportFilter
        {
            StartTime = filter.From.ToWire(),
            EndTime = filter.Until.ToWire(),
            Role = filter.Role is { } role ? role.ToWire().Single() : Role.Unspecified,
            OrderState = (Wire.OrderRecord.Types.State)(filter.OrderState ?? 0),
        };
        if (filter.UserId is { } user)
        {
            wire.User = $"users/{user}";
        }

        if (filter.CourseId is { } course)
        {
            wire.Course = $"courses/{course}";
        }

        if (filter.Action is { } action)
        {
            wire.Action = action;
        }

        return wire;
    }
}

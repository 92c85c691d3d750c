using ESchool.Api.Calls.Wire;
using ESchool.Domain.Administration;
using Wire = ESchool.Contracts.Administration.V1;

namespace ESchool.Api.Administration.SupportViews;

internal static class SupportViewMapping
{
    public static Wire.SupportView ToWire(this SupportView view) =>
        new()
        {
            Name = $"supportViews/{view.Id}",
            Staff = $"users/{view.StaffId}",
            User = $"users/{view.UserId}",
            Reason = view.Reason,
            StartTime = view.StartedAt.ToWire(),
            ExpireTime = view.ExpiresAt.ToWire(),
            EndTime = view.EndedAt.ToWire(),
            CallCount = view.Calls,
            RefusedCallCount = view.RefusedCalls,
            LastCallTime = view.LastCallAt.ToWire(),
        };
}

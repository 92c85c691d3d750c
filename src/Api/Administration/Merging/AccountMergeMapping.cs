using ESchool.Api.Calls.Wire;
using ESchool.Domain.Administration.Merging;
using Wire = ESchool.Contracts.Administration.V1;

namespace ESchool.Api.Administration.Merging;

internal static class AccountMergeMapping
{
    public static Wire.AccountMerge ToWire(this AccountMerge merge, DateTimeOffset now)
    {
        var wire = merge.ToRow(now);
        wire.Moves.AddRange(merge.Plan.Moves.Select(ToWire));
        wire.Stays.AddRange(merge.Plan.Stays.Select(ToWire));
        wire.Blockers.AddRange(merge.Plan.Blockers.Select(ToWire));
        return wire;
    }

    /// <summary>As a list shows it, without the plan.</summary>
    public static Wire.AccountMerge ToRow(this AccountMerge merge, DateTimeOffset now) =>
        new()
        {
            Name = $"accountMerges/{merge.Id}",
            Source = $"users/{merge.SourceId}",
            Target = $"users/{merge.TargetId}",
            Reason = merge.Reason,
            State = (Wire.AccountMerge.Types.State)merge.StateAt(now),
            Etag = merge.Etag,
            Preparer = $"users/{merge.PreparedBy}",
            CreateTime = merge.PreparedAt.ToWire(),
            ExpireTime = merge.ExpiresAt.ToWire(),
            Ender = merge.EndedBy is { } ender ? $"users/{ender}" : "",
            EndTime = merge.EndedAt.ToWire(),
        };

    private static Wire.AccountMergeItem ToWire(MergeItem item) =>
        new()
        {
            Kind = (Wire.AccountMergeItem.Types.Kind)item.Kind,
            Resource = item.Resource,
            Count = item.Count,
            Explanation = item.Explanation,
        };

    private static Wire.AccountMergeBlocker ToWire(MergeBlocker blocker) =>
        new()
        {
            Kind = (Wire.AccountMergeBlocker.Types.Kind)blocker.Kind,
            Resource = blocker.Resource,
            Advice = blocker.Advice,
        };
}

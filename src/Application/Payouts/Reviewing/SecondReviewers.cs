using System.Text.Json;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Identity;
using ESchool.Domain.Payouts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Payouts.Reviewing;

/// <summary>
/// Sees to it that four eyes are two people's: an administrator can make another one and act as both. Whoever was made an administrator lately counts as the
/// one who made them, and so on; two who count as the same are one pair of eyes.
/// </summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class SecondReviewers(SchoolDbContext db, IOptions<PayoutOptions> options, TimeProvider clock)
{
    private const string Granted = "role.grant";

    /// <summary>Refuses a second approval by somebody who counts as the first reviewer.</summary>
    /// <exception cref="DomainException"><c>SECOND_REVIEWER_NEEDED</c>.</exception>
    public async Task RequireIndependentAsync(Payout payout, Actor actor, CancellationToken cancellationToken)
    {
        if (payout.FirstApprovedBy is { } first && await OriginOfAsync(first, cancellationToken) == await OriginOfAsync(actor.UserId, cancellationToken))
        {
            var days = options.Value.FourEyesIndependentDays;
            throw new DomainException(
                PayoutReasons.SecondReviewerNeeded,
                "One of the two reviewers made the other an administrator, or the same person made both, within {days} days; a third must approve.",
                ("days", days)
            );
        }
    }

    /// <summary>Follows who made whom, within the days that count.</summary>
    private async Task<Guid> OriginOfAsync(Guid adminId, CancellationToken cancellationToken)
    {
        var since = clock.GetUtcNow().AddDays(-options.Value.FourEyesIndependentDays);
        HashSet<Guid> met = [];
        while (met.Add(adminId) && await MakerOfAsync(adminId, since, cancellationToken) is { } maker)
        {
            adminId = maker;
        }

        return adminId;
    }

    /// <summary>Who made somebody an administrator since then; null when nobody, or an operator, did.</summary>
    private async Task<Guid?> MakerOfAsync(Guid adminId, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var resource = $"users/{adminId}";
        var grants = await db
            .AuditEvents.AsNoTracking()
            .Where(e => e.Resource == resource && e.Action == Granted && e.HappenedAt > since && e.ActorId != Guid.Empty)
            .OrderByDescending(e => e.Id)
            .ToListAsync(cancellationToken);
        return grants.Find(grant => !IsAdmin(grant.Before) && IsAdmin(grant.After))?.ActorId;
    }

    private static bool IsAdmin(string? roles)
    {
        using var document = JsonDocument.Parse(roles ?? "{}");
        return document.RootElement.TryGetProperty("roles", out var names)
            && Enum.TryParse<Roles>(names.GetString(), out var parsed)
            && parsed.HasFlag(Roles.Admin);
    }
}

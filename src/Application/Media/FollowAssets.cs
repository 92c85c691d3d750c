using System.Runtime.CompilerServices;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Media;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Media;

/// <summary>How far the processing of a video is.</summary>
/// <param name="AssetId">The asset.</param>
/// <param name="State">UPLOADED, PROBING or TRANSCODING: that it has ended is an event of the uploader's feed.</param>
/// <param name="Percent">How much of the transcode is done, 0 to 100.</param>
public sealed record AssetProgress(Guid AssetId, AssetState State, int Percent);

/// <summary>Follows the processing of what the caller uploads live. It is read from the assets themselves, so nothing of it is kept twice.</summary>
public sealed class FollowAssets(LiveHints hints, IServiceScopeFactory scopes)
{
    /// <summary>How long a lost hint may hide a step.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>Reports what is being processed, and each step of it from then on, forever.</summary>
    public async IAsyncEnumerable<AssetProgress> ExecuteAsync(Actor actor, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var listener = hints.Listen(TopicOf(actor.UserId));
        IReadOnlyCollection<AssetProgress> before = [];
        while (true)
        {
            var present = await ReadAsync(actor.UserId, cancellationToken);
            foreach (var step in present.Except(before))
            {
                yield return step;
            }

            before = present;
            await listener.WaitAsync(Interval, cancellationToken);
        }
    }

    internal static string TopicOf(Guid uploaderId) => $"assets:{uploaderId}";

    private async Task<IReadOnlyCollection<AssetProgress>> ReadAsync(Guid uploaderId, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope
            .ServiceProvider.GetRequiredService<SchoolDbContext>()
            .Assets.Where(a =>
                a.UploaderId == uploaderId && (a.State == AssetState.Uploaded || a.State == AssetState.Probing || a.State == AssetState.Transcoding)
            )
            .Select(a => new AssetProgress(a.Id, a.State, a.TranscodePercent))
            .ToListAsync(cancellationToken);
    }
}

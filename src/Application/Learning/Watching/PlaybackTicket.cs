namespace ESchool.Application.Learning.Watching;

/// <summary>
/// What a playback's addresses carry, sealed: who watches what, until when. It opens nothing by itself; access is checked with every request.
/// </summary>
/// <param name="UserId">Who watches.</param>
/// <param name="SessionId">In which session it was opened, and with which it ends.</param>
/// <param name="EnrollmentId">By which enrollment; <see cref="Guid.Empty"/> for the instructor's own view.</param>
/// <param name="AssetId">What.</param>
/// <param name="ExpiresAt">Until when.</param>
public sealed record PlaybackTicket(Guid UserId, Guid SessionId, Guid EnrollmentId, Guid AssetId, DateTimeOffset ExpiresAt)
{
    /// <summary>The purpose under which tickets are sealed.</summary>
    public const string Purpose = "media.playback";
}

namespace ESchool.Application.Learning.Watching;

/// <summary>
/// What a playback's addresses carry, sealed: who watches what, until when. It opens nothing by itself; access is checked with every request.
/// </summary>
/// <param name="UserId">Who watches; <see cref="Guid.Empty"/> for everybody.</param>
/// <param name="SessionId">In which session it was opened, and with which it ends; <see cref="Guid.Empty"/> for everybody.</param>
/// <param name="EnrollmentId">By which enrollment; <see cref="Guid.Empty"/> for the instructor's own view.</param>
/// <param name="AssetId">What.</param>
/// <param name="ExpiresAt">Until when.</param>
/// <param name="PublicCourseId">
/// Of which course it is shown to everybody: the promotional video, or a free preview; <see cref="Guid.Empty"/> for any other playback.
/// </param>
public sealed record PlaybackTicket(Guid UserId, Guid SessionId, Guid EnrollmentId, Guid AssetId, DateTimeOffset ExpiresAt, Guid PublicCourseId = default)
{
    /// <summary>The purpose under which tickets are sealed.</summary>
    public const string Purpose = "media.playback";
}

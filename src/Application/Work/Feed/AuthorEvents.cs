namespace ESchool.Application.Work.Feed;

/// <summary>The user was invited to work on a course.</summary>
/// <param name="CourseId">The course.</param>
/// <param name="InvitationId">The invitation.</param>
public sealed record CoAuthorInvited(Guid CourseId, Guid InvitationId) : IFeedEvent
{
    /// <inheritdoc/>
    public static string Kind => "co_author.invited";
}

/// <summary>Somebody accepted the owner's invitation.</summary>
/// <param name="CourseId">The course.</param>
/// <param name="UserId">Who works on it now.</param>
public sealed record CoAuthorJoined(Guid CourseId, Guid UserId) : IFeedEvent
{
    /// <inheritdoc/>
    public static string Kind => "co_author.joined";
}

/// <summary>Somebody left the owner's course, or was removed from it.</summary>
/// <param name="CourseId">The course.</param>
/// <param name="UserId">Who works on it no longer.</param>
public sealed record CoAuthorLeft(Guid CourseId, Guid UserId) : IFeedEvent
{
    /// <inheritdoc/>
    public static string Kind => "co_author.left";
}

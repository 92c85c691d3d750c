using ESchool.Domain.Instructors;

namespace ESchool.Application.Work.Feed;

/// <summary>The uploaded picture is in use.</summary>
public sealed record AvatarReady : IFeedEvent
{
    /// <inheritdoc/>
    public static string Kind => "avatar.ready";
}

/// <summary>The uploaded picture is none, and was deleted.</summary>
public sealed record AvatarRefused : IFeedEvent
{
    /// <inheritdoc/>
    public static string Kind => "avatar.refused";
}

/// <summary>The ZIP of everything held about the user can be downloaded.</summary>
/// <param name="ExportId">The export.</param>
public sealed record DataExportReady(Guid ExportId) : IFeedEvent
{
    /// <inheritdoc/>
    public static string Kind => "data_export.ready";
}

/// <summary>The application was handed in.</summary>
/// <param name="ApplicationId">The application.</param>
/// <param name="State">What it is now.</param>
public sealed record ApplicationSubmitted(Guid ApplicationId, ApplicationState State) : IFeedEvent
{
    /// <inheritdoc/>
    public static string Kind => "application.submitted";
}

/// <summary>An administrator reviewed the application.</summary>
/// <param name="ApplicationId">The application.</param>
/// <param name="State">What it is now.</param>
public sealed record ApplicationReviewed(Guid ApplicationId, ApplicationState State) : IFeedEvent
{
    /// <inheritdoc/>
    public static string Kind => "application.reviewed";
}

/// <summary>The application was withdrawn.</summary>
/// <param name="ApplicationId">The application.</param>
/// <param name="State">What it is now.</param>
public sealed record ApplicationWithdrawn(Guid ApplicationId, ApplicationState State) : IFeedEvent
{
    /// <inheritdoc/>
    public static string Kind => "application.withdrawn";
}

/// <summary>Somebody of the staff looks at what the user sees.</summary>
/// <param name="ViewId">The view.</param>
public sealed record AccountViewed(Guid ViewId) : IFeedEvent
{
    /// <inheritdoc/>
    public static string Kind => "account.viewed";
}

/// <summary>Another account of the same person was merged into the user's.</summary>
/// <param name="MergeId">The merge.</param>
public sealed record AccountMerged(Guid MergeId) : IFeedEvent
{
    /// <inheritdoc/>
    public static string Kind => "account.merged";
}

namespace ESchool.Domain.Media;

/// <summary>Reasons of the media feature.</summary>
public static class MediaReasons
{
    /// <summary>There is no such asset, or it is somebody else's.</summary>
    public static readonly Reason AssetNotFound = new(ReasonKind.NotFound, "ASSET_NOT_FOUND");

    /// <summary>The asset's state does not allow it.</summary>
    public static readonly Reason AssetStateWrong = new(ReasonKind.State, "ASSET_STATE_WRONG");

    /// <summary>There is no such upload, or it is somebody else's.</summary>
    public static readonly Reason UploadNotFound = new(ReasonKind.NotFound, "UPLOAD_NOT_FOUND");

    /// <summary>The upload was completed, given up or has expired.</summary>
    public static readonly Reason UploadStateWrong = new(ReasonKind.State, "UPLOAD_STATE_WRONG");

    /// <summary>The file is larger than allowed.</summary>
    public static readonly Reason UploadTooLarge = new(ReasonKind.Invalid, "UPLOAD_TOO_LARGE");

    /// <summary>Parts are missing or are not what was signed.</summary>
    public static readonly Reason UploadIncomplete = new(ReasonKind.State, "UPLOAD_INCOMPLETE");

    /// <summary>A part number is out of range or asked for twice.</summary>
    public static readonly Reason PartInvalid = new(ReasonKind.Invalid, "PART_INVALID");

    /// <summary>The lesson has no video that can be played.</summary>
    public static readonly Reason LessonNotPlayable = new(ReasonKind.State, "LESSON_NOT_PLAYABLE");

    /// <summary>The playback has expired or access has ended.</summary>
    public static readonly Reason PlaybackNotAllowed = new(ReasonKind.Denied, "PLAYBACK_NOT_ALLOWED");
}

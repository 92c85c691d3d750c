namespace ESchool.Domain.Learning;

/// <summary>Reasons of the learning feature.</summary>
public static class LearningReasons
{
    /// <summary>There is no such enrollment, or it is somebody else's.</summary>
    public static readonly Reason EnrollmentNotFound = new(ReasonKind.NotFound, "ENROLLMENT_NOT_FOUND");

    /// <summary>Access to the course has ended.</summary>
    public static readonly Reason EnrollmentNotLive = new(ReasonKind.State, "ENROLLMENT_NOT_LIVE");

    /// <summary>A range is empty, reversed or outside the video.</summary>
    public static readonly Reason WatchRangeInvalid = new(ReasonKind.Invalid, "WATCH_RANGE_INVALID");

    /// <summary>The article was not open for long enough.</summary>
    public static readonly Reason DwellTooShort = new(ReasonKind.State, "DWELL_TOO_SHORT");

    /// <summary>Seconds were reported of a video that was never opened.</summary>
    public static readonly Reason PlaybackNotOpened = new(ReasonKind.State, "PLAYBACK_NOT_OPENED");

    /// <summary>Nobody of that number was ever enrolled in the course.</summary>
    public static readonly Reason StudentNotFound = new(ReasonKind.NotFound, "STUDENT_NOT_FOUND");

    /// <summary>More students than a file may hold.</summary>
    public static readonly Reason StudentExportTooLong = new(ReasonKind.State, "STUDENT_EXPORT_TOO_LONG");

    /// <summary>No student fits.</summary>
    public static readonly Reason AnnouncementWithoutRecipients = new(ReasonKind.State, "ANNOUNCEMENT_WITHOUT_RECIPIENTS");

    /// <summary>The course has had as many announcements within a day as it may.</summary>
    public static readonly Reason AnnouncementsExhausted = new(ReasonKind.Exhausted, "ANNOUNCEMENTS_EXHAUSTED");

    /// <summary>Another version than the one to be accepted is on sale by now, or none.</summary>
    public static readonly Reason CurriculumVersionNotOffered = new(ReasonKind.State, "CURRICULUM_VERSION_NOT_OFFERED");
}

namespace ESchool.Domain.Catalog;

/// <summary>Reasons of the catalog feature.</summary>
public static class CatalogReasons
{
    /// <summary>There is no such course, or the caller may not see it.</summary>
    public static readonly Reason CourseNotFound = new(ReasonKind.NotFound, "COURSE_NOT_FOUND");

    /// <summary>There is no such section in the course.</summary>
    public static readonly Reason SectionNotFound = new(ReasonKind.NotFound, "SECTION_NOT_FOUND");

    /// <summary>There is no such lesson in the course.</summary>
    public static readonly Reason LessonNotFound = new(ReasonKind.NotFound, "LESSON_NOT_FOUND");

    /// <summary>A lesson's kind never changes.</summary>
    public static readonly Reason LessonKindFixed = new(ReasonKind.Invalid, "LESSON_KIND_FIXED");

    /// <summary>The course waits for review and can't be edited.</summary>
    public static readonly Reason CourseInReview = new(ReasonKind.State, "COURSE_IN_REVIEW");

    /// <summary>The draft's state does not allow it.</summary>
    public static readonly Reason CourseStateWrong = new(ReasonKind.State, "COURSE_STATE_WRONG");

    /// <summary>The draft has rules nobody could fulfil.</summary>
    public static readonly Reason CourseNotFulfillable = new(ReasonKind.State, "COURSE_NOT_FULFILLABLE");

    /// <summary>The price is not allowed.</summary>
    public static readonly Reason PriceInvalid = new(ReasonKind.Invalid, "PRICE_INVALID");

    /// <summary>There is no such bundle, or the caller may not change it.</summary>
    public static readonly Reason BundleNotFound = new(ReasonKind.NotFound, "BUNDLE_NOT_FOUND");

    /// <summary>A bundle has too few courses, too many, or one twice.</summary>
    public static readonly Reason BundleInvalid = new(ReasonKind.Invalid, "BUNDLE_INVALID");

    /// <summary>The course is not on sale; only published courses can be sold together, and only they can be taken off sale.</summary>
    public static readonly Reason CourseNotOnSale = new(ReasonKind.State, "COURSE_NOT_ON_SALE");

    /// <summary>An administrator took the course off sale.</summary>
    public static readonly Reason CourseSuspended = new(ReasonKind.State, "COURSE_SUSPENDED");

    /// <summary>The course was published: it can be archived, and not deleted.</summary>
    public static readonly Reason CoursePublished = new(ReasonKind.State, "COURSE_PUBLISHED");

    /// <summary>The course is archived: it is neither edited nor sold.</summary>
    public static readonly Reason CourseArchived = new(ReasonKind.State, "COURSE_ARCHIVED");

    /// <summary>The wishlist has as many courses as a wishlist may have.</summary>
    public static readonly Reason WishlistFull = new(ReasonKind.State, "WISHLIST_FULL");

    /// <summary>The course has as many sections, lessons or text in articles as a course may have.</summary>
    public static readonly Reason CurriculumFull = new(ReasonKind.State, "CURRICULUM_FULL");

    /// <summary>There is no such upload of a cover, it is somebody else's or of another course, or nothing was uploaded.</summary>
    public static readonly Reason CoverUploadNotFound = new(ReasonKind.NotFound, "COVER_UPLOAD_NOT_FOUND");

    /// <summary>The course is not on sale, or has no promotional video.</summary>
    public static readonly Reason PromotionalVideoNotFound = new(ReasonKind.NotFound, "PROMOTIONAL_VIDEO_NOT_FOUND");

    /// <summary>There is no such export of a course, or it is somebody else's.</summary>
    public static readonly Reason CourseExportNotFound = new(ReasonKind.NotFound, "COURSE_EXPORT_NOT_FOUND");

    /// <summary>There is no such import, or it is somebody else's.</summary>
    public static readonly Reason CourseImportNotFound = new(ReasonKind.NotFound, "COURSE_IMPORT_NOT_FOUND");

    /// <summary>The import has ended.</summary>
    public static readonly Reason ImportStateWrong = new(ReasonKind.State, "IMPORT_STATE_WRONG");

    /// <summary>Too many imports of the instructor wait or run.</summary>
    public static readonly Reason ImportsOpen = new(ReasonKind.State, "IMPORTS_OPEN");
}

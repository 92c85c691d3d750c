using ESchool.Domain.Catalog.Covers;

namespace ESchool.Domain.Catalog;

/// <summary>The cover of a draft. An uploaded picture is looked at in the background; until then the draft shows what it showed before.</summary>
public sealed partial class Course
{
    /// <summary>The cover that is shown; null for none.</summary>
    public Guid? CoverId { get; private set; }

    /// <summary>How wide its largest picture is; means nothing without a cover.</summary>
    public int? CoverWidth { get; private set; }

    /// <summary>The cover that is waited for; null for none.</summary>
    public Guid? NextCoverId { get; private set; }

    /// <summary>Why the picture that was set last did not become the cover; null when it did.</summary>
    public CoverRefusal? CoverRefusal { get; private set; }

    /// <summary>The cover that is shown; null for none.</summary>
    public CourseCover? Cover => CourseCover.Of(CoverId, CoverWidth);

    /// <summary>
    /// Makes an uploaded picture the cover: at once when it was looked at before, otherwise as soon as it was. The last one that was set counts.
    /// </summary>
    /// <exception cref="DomainException"><c>COURSE_IN_REVIEW</c>, <c>COURSE_ARCHIVED</c>.</exception>
    public void SetCover(Cover cover, DateTimeOffset now)
    {
        RequireNotInReview();
        RequireNotArchived();
        if (cover.IsSettled)
        {
            Show(cover, now);
        }
        else
        {
            (NextCoverId, CoverRefusal) = (cover.Id, null);
        }
    }

    /// <summary>
    /// Shows a cover that was waited for, or why it can't be shown. While one is waited for, the draft can't be submitted, so this never changes what is
    /// reviewed.
    /// </summary>
    /// <returns>False when something else was set since.</returns>
    public bool SettleCover(Cover cover, DateTimeOffset now)
    {
        if (NextCoverId != cover.Id)
        {
            return false;
        }

        Show(cover, now);
        return true;
    }

    /// <summary>Takes the cover away, also one that is waited for. Doing it again changes nothing.</summary>
    /// <exception cref="DomainException"><c>COURSE_IN_REVIEW</c>, <c>COURSE_ARCHIVED</c>.</exception>
    public void RemoveCover(DateTimeOffset now)
    {
        RequireNotInReview();
        RequireNotArchived();
        (NextCoverId, CoverRefusal) = (null, null);
        ShowCover(null, null, now);
    }

    private void Show(Cover cover, DateTimeOffset now)
    {
        (NextCoverId, CoverRefusal) = (null, cover.Refusal);
        if (cover.Width is not null)
        {
            ShowCover(cover.Id, cover.Width, now);
        }
    }

    private void ShowCover(Guid? id, int? width, DateTimeOffset now)
    {
        if (CoverId != id)
        {
            (CoverId, CoverWidth) = (id, width);
            MarkEdited(now);
        }
    }
}

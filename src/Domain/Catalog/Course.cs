using ESchool.Domain.Catalog.Submissions;

namespace ESchool.Domain.Catalog;

/// <summary>Where a course's draft stands.</summary>
public enum CourseState
{
    /// <summary>Being edited.</summary>
    Draft = 1,

    /// <summary>Waits for an administrator.</summary>
    InReview = 2,

    /// <summary>Sent back with a message.</summary>
    ChangesRequested = 3,

    /// <summary>May be published.</summary>
    Approved = 4,

    /// <summary>On sale, without changes since.</summary>
    Published = 5,

    /// <summary>The school does not want it; an administrator can let it be submitted again.</summary>
    Declined = 6,
}

/// <summary>How far the suspension of a course goes. The contract's <c>SuspensionScope</c> has the same numbers.</summary>
public enum SuspensionScope
{
    /// <summary>It is off sale. Students who have it keep it.</summary>
    Sale = 1,

    /// <summary>It is off sale, and its students cannot open it. What they have learned stays.</summary>
    SaleAndAccess = 2,
}

/// <summary>
/// The instructor's working copy of a course. Students never see it: publishing copies it into an immutable <see cref="CurriculumVersion"/>.
/// Draft → InReview → Approved | ChangesRequested | Declined; Approved → Published; any edit of what is approved or published leads back to Draft.
/// </summary>
public sealed partial class Course
{
    private Course() { }

    /// <summary>Makes an empty draft.</summary>
    public Course(Guid instructorId, CourseText text, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        InstructorId = instructorId;
        State = CourseState.Draft;
        CreatedAt = now;
        EditedAt = now;
        Text = text;
    }

    /// <summary>The course's id.</summary>
    public Guid Id { get; private set; }

    /// <summary>Whose it is.</summary>
    public Guid InstructorId { get; private set; }

    /// <summary>The words that describe it.</summary>
    public CourseText Text { get; private set; } = null!;

    /// <summary>The price in minor units; null until it is set.</summary>
    public long? PriceMinorUnits { get; private set; }

    /// <summary>The price's ISO 4217 code; null until it is set.</summary>
    public string? PriceCurrency { get; private set; }

    /// <summary>The ISO 4217 codes of other currencies it is sold in; null when there are none.</summary>
    public string[]? OtherCurrencies { get; private set; }

    /// <summary>What it costs in each of them, in minor units; null when there are none.</summary>
    public long[]? OtherMinorUnits { get; private set; }

    /// <summary>Where the draft stands.</summary>
    public CourseState State { get; private set; }

    /// <summary>The reviewer's words.</summary>
    public string ReviewMessage { get; private set; } = "";

    /// <summary>When it was submitted for review; null while it is not.</summary>
    public DateTimeOffset? SubmittedAt { get; private set; }

    /// <summary>The number of the version on sale; 0 while none is.</summary>
    public int PublishedVersion { get; private set; }

    /// <summary>The number of the newest version; 0 before the first.</summary>
    public int LatestVersion { get; private set; }

    /// <summary>When its instructor took it off sale; null otherwise.</summary>
    public DateTimeOffset? UnpublishedAt { get; private set; }

    /// <summary>When an administrator took it off sale; null otherwise.</summary>
    public DateTimeOffset? SuspendedAt { get; private set; }

    /// <summary>The administrator's words; empty while it is not suspended.</summary>
    public string SuspendReason { get; private set; } = "";

    /// <summary>True while a suspension keeps its students out, too.</summary>
    public bool IsAccessSuspended { get; private set; }

    /// <summary>How far its suspension goes; null while it is not suspended.</summary>
    public SuspensionScope? Suspension =>
        SuspendedAt is null ? null
        : IsAccessSuspended ? SuspensionScope.SaleAndAccess
        : SuspensionScope.Sale;

    /// <summary>When its owner put it away; null otherwise. It is off sale then, and is not edited.</summary>
    public DateTimeOffset? ArchivedAt { get; private set; }

    /// <summary>When its owner deleted it, before it was ever published; null otherwise. It can be restored for a while.</summary>
    public DateTimeOffset? DeletedAt { get; private set; }

    /// <summary>Its name in the address of its page; null before it was first published.</summary>
    public string? Slug { get; private set; }

    /// <summary>True while its instructor may not sell: suspended, or no instructor any more.</summary>
    public bool IsInstructorBlocked { get; private set; }

    /// <summary>When the course was made.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When the draft was last edited.</summary>
    public DateTimeOffset EditedAt { get; private set; }

    /// <summary>Changes with every change of the row; the contract's etag.</summary>
    public uint RowVersion { get; private set; }

    /// <summary>The price; null until it is set.</summary>
    public Money? Price => PriceMinorUnits is { } minor && PriceCurrency is { } code ? new Money(minor, code) : null;

    /// <summary>What it costs in other currencies. Students choose one when they buy.</summary>
    public IReadOnlyList<Money> OtherPrices => PricesOf(OtherCurrencies ?? [], OtherMinorUnits ?? []);

    /// <summary>Prices as they are stored.</summary>
    /// <param name="currencies">ISO 4217 codes.</param>
    /// <param name="minorUnits">An amount for each.</param>
    public static IReadOnlyList<Money> PricesOf(IEnumerable<string> currencies, IEnumerable<long> minorUnits) =>
        [.. currencies.Zip(minorUnits, (currency, minor) => new Money(minor, currency))];

    /// <summary>Changes the words that describe it.</summary>
    /// <exception cref="DomainException"><c>COURSE_IN_REVIEW</c>, <c>COURSE_ARCHIVED</c>.</exception>
    public void Edit(CourseText text, DateTimeOffset now)
    {
        BeginEdit(now);
        Text = text;
    }

    /// <summary>Sets what the course costs from now on. A price is no part of the curriculum and needs no review.</summary>
    /// <param name="price">The price.</param>
    /// <param name="limits">What it may be.</param>
    /// <param name="others">Prices in other currencies; null for none. What is free is free in all.</param>
    /// <exception cref="DomainException"><c>PRICE_INVALID</c>, <c>COURSE_ARCHIVED</c>.</exception>
    public void SetPrice(Money price, PriceLimits limits, IReadOnlyCollection<Money>? others = null)
    {
        RequireNotArchived();
        Money[] all = [price, .. others ?? []];
        limits.CheckList(all);
        (PriceMinorUnits, PriceCurrency) = (price.MinorUnits, price.CurrencyCode);
        (OtherCurrencies, OtherMinorUnits) =
            all.Length > 1 ? (all[1..].Select(p => p.CurrencyCode).ToArray(), all[1..].Select(p => p.MinorUnits).ToArray()) : (null, null);
    }

    /// <summary>Hands the draft to the reviewers.</summary>
    /// <param name="playableSeconds">Length in seconds of every asset that can be played, by its id.</param>
    /// <param name="now">The present time.</param>
    /// <exception cref="DomainException"><c>COURSE_ARCHIVED</c>, <c>COURSE_DECLINED</c>, <c>COURSE_STATE_WRONG</c>, <c>COURSE_NOT_FULFILLABLE</c>.</exception>
    public void Submit(IReadOnlyDictionary<Guid, int> playableSeconds, DateTimeOffset now)
    {
        RequireNotArchived();
        if (State == CourseState.Declined)
        {
            throw new DomainException(
                SubmissionReasons.CourseDeclined,
                "{course} was declined: {message}",
                ("course", $"courses/{Id}"),
                ("message", ReviewMessage)
            );
        }

        Require(CourseState.Draft, CourseState.ChangesRequested);
        RequireFulfillable(playableSeconds);
        State = CourseState.InReview;
        SubmittedAt = now;
    }

    /// <summary>Takes the draft back from the reviewers.</summary>
    /// <exception cref="DomainException"><c>COURSE_STATE_WRONG</c>.</exception>
    public void Withdraw()
    {
        Require(CourseState.InReview);
        State = CourseState.Draft;
        SubmittedAt = null;
    }

    /// <summary>Approves the draft, sends it back, or declines it.</summary>
    /// <exception cref="DomainException"><c>COURSE_STATE_WRONG</c>.</exception>
    public void Review(CourseState decision, string message)
    {
        if (decision is not (CourseState.Approved or CourseState.ChangesRequested or CourseState.Declined))
        {
            throw new ArgumentOutOfRangeException(nameof(decision), decision, "No reviewer decides that.");
        }

        Require(CourseState.InReview);
        State = decision;
        ReviewMessage = message.Trim();
        SubmittedAt = null;
    }

    /// <summary>Lets a course that was declined be submitted again. Of any other it changes nothing.</summary>
    /// <returns>Whether it was declined.</returns>
    public bool AllowResubmission()
    {
        if (State != CourseState.Declined)
        {
            return false;
        }

        State = CourseState.Draft;
        return true;
    }

    /// <summary>Its instructor takes the course off sale; whoever has it keeps it, and publishing puts it back. Doing it again changes nothing.</summary>
    /// <exception cref="DomainException"><c>COURSE_NOT_ON_SALE</c>: it was never published.</exception>
    public void Unpublish(DateTimeOffset now)
    {
        if (LatestVersion == 0)
        {
            throw new DomainException(CatalogReasons.CourseNotOnSale, "{course} was never published.", ("course", $"courses/{Id}"));
        }

        UnpublishedAt ??= now;
        ReckonSale();
    }

    /// <summary>
    /// An administrator takes the course off sale, and from its students if the scope says so. Doing it again keeps the first time; another scope comes with
    /// its own reason.
    /// </summary>
    /// <param name="reason">Why, for its instructor.</param>
    /// <param name="scope">How far it goes; null keeps what is so already, and means the sale only for a course that is not suspended.</param>
    /// <param name="now">The present time.</param>
    /// <returns>False when nothing changed.</returns>
    public bool Suspend(string reason, SuspensionScope? scope, DateTimeOffset now)
    {
        if (SuspendedAt is not null && (scope ?? Suspension) == Suspension)
        {
            return false;
        }

        SuspendedAt ??= now;
        (SuspendReason, IsAccessSuspended) = (reason.Trim(), scope == SuspensionScope.SaleAndAccess);
        ReckonSale();
        return true;
    }

    /// <summary>An administrator takes the suspension back: the course is on sale as far as its instructor wants. Doing it again changes nothing.</summary>
    public void Reinstate()
    {
        (SuspendedAt, SuspendReason, IsAccessSuspended) = (null, "", false);
        ReckonSale();
    }

    /// <summary>Its instructor may not sell any more, or may again.</summary>
    public void BlockInstructor(bool isBlocked)
    {
        IsInstructorBlocked = isBlocked;
        ReckonSale();
    }

    /// <summary>Takes the course off sale for good, when its instructor is gone; whoever has it keeps it. Doing it again changes nothing.</summary>
    public void TakeOffSale(DateTimeOffset now)
    {
        UnpublishedAt ??= now;
        (State, SubmittedAt) = (CourseState.Draft, null);
        ReckonSale();
    }

    /// <summary>True when the draft is what is on sale.</summary>
    public bool IsOnSaleAsItIs => State == CourseState.Published && PublishedVersion == LatestVersion && PublishedVersion > 0;

    /// <summary>Puts a course back on sale that its instructor took off and did not edit since.</summary>
    /// <returns>False when there is nothing to put back: then a version must be published.</returns>
    /// <exception cref="DomainException"><c>COURSE_SUSPENDED</c>.</exception>
    public bool Republish()
    {
        RequireNotArchived();
        if (State != CourseState.Published || UnpublishedAt is null)
        {
            return false;
        }

        RequireNotSuspended();
        UnpublishedAt = null;
        ReckonSale();
        return true;
    }

    /// <summary>Publishes the approved draft as the next version.</summary>
    /// <param name="playableSeconds">Length in seconds of every asset that can be played, by its id.</param>
    /// <param name="instructorName">The instructor's name, kept with the version.</param>
    /// <param name="now">The present time.</param>
    /// <exception cref="DomainException"><c>COURSE_STATE_WRONG</c>, <c>COURSE_NOT_FULFILLABLE</c>, <c>COURSE_SUSPENDED</c>.</exception>
    public CurriculumVersion Publish(IReadOnlyDictionary<Guid, int> playableSeconds, string instructorName, DateTimeOffset now)
    {
        RequireNotArchived();
        RequireNotSuspended();
        Require(CourseState.Approved);
        RequireFulfillable(playableSeconds);
        State = CourseState.Published;
        LatestVersion++;
        UnpublishedAt = null;
        ReckonSale();
        return CurriculumVersion.Of(this, instructorName, playableSeconds, now);
    }

    /// <summary>Its page has another address from now on.</summary>
    public void TakeSlug(string slug) => Slug = slug;

    /// <summary>Puts the course away: off sale, out of the list, not edited. Whoever has it keeps it. Doing it again changes nothing.</summary>
    /// <exception cref="DomainException"><c>COURSE_IN_REVIEW</c>.</exception>
    public void Archive(DateTimeOffset now)
    {
        RequireNotInReview();
        ArchivedAt ??= now;
        if (LatestVersion > 0)
        {
            UnpublishedAt ??= now;
        }

        ReckonSale();
    }

    /// <summary>Takes an archived course out again; it stays off sale until it is published. Doing it again changes nothing.</summary>
    public void Unarchive() => ArchivedAt = null;

    /// <summary>Deletes a course that nobody ever could buy. Doing it again changes nothing.</summary>
    /// <exception cref="DomainException"><c>COURSE_PUBLISHED</c>, <c>COURSE_IN_REVIEW</c>.</exception>
    public void Delete(DateTimeOffset now)
    {
        if (LatestVersion > 0)
        {
            throw new DomainException(CatalogReasons.CoursePublished, "{course} was published: archive it instead.", ("course", $"courses/{Id}"));
        }

        RequireNotInReview();
        DeletedAt ??= now;
    }

    /// <summary>Brings a deleted course back. Doing it again changes nothing.</summary>
    public void Restore() => DeletedAt = null;

    private void ReckonSale() => PublishedVersion = UnpublishedAt is null && SuspendedAt is null && !IsInstructorBlocked ? LatestVersion : 0;

    private void RequireNotSuspended()
    {
        if (SuspendedAt is not null)
        {
            throw new DomainException(
                CatalogReasons.CourseSuspended,
                "An administrator has suspended {course}: {suspend_reason}",
                ("course", $"courses/{Id}"),
                ("suspend_reason", SuspendReason)
            );
        }
    }

    /// <summary>The rules of the draft that no student could fulfil; it is not published while there are any.</summary>
    /// <param name="playableSeconds">Length in seconds of every asset that can be played, by its id.</param>
    public IReadOnlyList<Violation> FindObstacles(IReadOnlyDictionary<Guid, int> playableSeconds) => Fulfillability.Check(this, playableSeconds);

    private void RequireFulfillable(IReadOnlyDictionary<Guid, int> playableSeconds)
    {
        var violations = FindObstacles(playableSeconds);
        if (violations.Count > 0)
        {
            throw new DomainException(
                CatalogReasons.CourseNotFulfillable,
                "The course has {violations} rules that no student could fulfil.",
                ("violations", violations.Count)
            )
            {
                Violations = violations,
            };
        }
    }

    /// <summary>Refuses what must not happen while reviewers read the draft.</summary>
    /// <exception cref="DomainException"><c>COURSE_IN_REVIEW</c>.</exception>
    public void RequireNotInReview()
    {
        if (State == CourseState.InReview)
        {
            throw new DomainException(CatalogReasons.CourseInReview, "The course waits for review; withdraw the submission to edit it.");
        }
    }

    private void RequireNotArchived()
    {
        if (ArchivedAt is not null)
        {
            throw new DomainException(CatalogReasons.CourseArchived, "{course} is archived.", ("course", $"courses/{Id}"));
        }
    }

    private void BeginEdit(DateTimeOffset now)
    {
        RequireNotInReview();
        RequireNotArchived();
        MarkEdited(now);
    }

    private void MarkEdited(DateTimeOffset now)
    {
        if (State is not (CourseState.ChangesRequested or CourseState.Declined))
        {
            State = CourseState.Draft;
        }

        // Touches the row, so that an edit of a section or lesson and a submission at the same time cannot both succeed.
        EditedAt = now;
    }

    private void Require(params CourseState[] allowed)
    {
        if (!allowed.Contains(State))
        {
            throw new DomainException(CatalogReasons.CourseStateWrong, "The course is {state}.", ("state", State));
        }
    }
}

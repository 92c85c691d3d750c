namespace ESchool.Domain.Instructors;

/// <summary>Where an application stands.</summary>
public enum ApplicationState
{
    /// <summary>Waits for an administrator.</summary>
    Submitted = 1,

    /// <summary>The applicant is an instructor.</summary>
    Approved = 2,

    /// <summary>Declined; another may be begun after a while.</summary>
    Declined = 3,

    /// <summary>The applicant is still at it.</summary>
    Draft = 4,

    /// <summary>The applicant was asked to change something, and may submit it again.</summary>
    ChangesRequested = 5,

    /// <summary>The applicant took it back.</summary>
    Withdrawn = 6,
}

/// <summary>What a reviewer may decide.</summary>
public enum ApplicationDecision
{
    /// <summary>Makes the applicant an instructor.</summary>
    Approve = 1,

    /// <summary>Ends the application.</summary>
    Decline = 2,

    /// <summary>Gives it back to the applicant.</summary>
    RequestChanges = 3,
}

/// <summary>A wish to become an instructor: texts, a teaching sample and an identity document. A person has one that is open.</summary>
public sealed class InstructorApplication
{
    /// <summary>The states of an application that is not over.</summary>
    public static readonly IReadOnlyList<ApplicationState> OpenStates = [ApplicationState.Submitted, ApplicationState.Draft, ApplicationState.ChangesRequested];

    /// <summary>What is asked for.</summary>
    public static readonly IReadOnlyList<DocumentKind> RequiredDocuments = [DocumentKind.Sample, DocumentKind.IdentityDocument];

    private readonly List<ApplicationDocument> documents = [];

    private InstructorApplication() { }

    /// <summary>Begins an application, as a draft.</summary>
    public InstructorApplication(Guid applicantId, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        ApplicantId = applicantId;
        State = ApplicationState.Draft;
        CreatedAt = now;
        UpdatedAt = now;
    }

    /// <summary>The application's id.</summary>
    public Guid Id { get; private set; }

    /// <summary>Who applies.</summary>
    public Guid ApplicantId { get; private set; }

    /// <summary>Who the applicant is, in their own words.</summary>
    public string Bio { get; private set; } = "";

    /// <summary>What the applicant wants to teach.</summary>
    public string Expertise { get; private set; } = "";

    /// <summary>What was uploaded, one of a kind.</summary>
    public IReadOnlyList<ApplicationDocument> Documents => documents;

    /// <summary>Where it stands.</summary>
    public ApplicationState State { get; private set; }

    /// <summary>The reviewer's last words to the applicant.</summary>
    public string ReviewMessage { get; private set; } = "";

    /// <summary>How often it was submitted.</summary>
    public int Submissions { get; private set; }

    /// <summary>When it was begun.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When the applicant last changed it.</summary>
    public DateTimeOffset UpdatedAt { get; private set; }

    /// <summary>When it was last submitted; null before.</summary>
    public DateTimeOffset? SubmittedAt { get; private set; }

    /// <summary>When a reviewer last decided something; null before.</summary>
    public DateTimeOffset? ReviewedAt { get; private set; }

    /// <summary>When it was over; null while it is open.</summary>
    public DateTimeOffset? ClosedAt { get; private set; }

    /// <summary>When its documents were deleted; null while they are kept.</summary>
    public DateTimeOffset? DocumentsDeletedAt { get; private set; }

    /// <summary>Saves the texts.</summary>
    /// <exception cref="DomainException"><c>APPLICATION_OPEN</c>, <c>APPLICATION_STATE_WRONG</c>.</exception>
    public void Describe(string bio, string expertise, DateTimeOffset now)
    {
        RequireEditable();
        Bio = bio.Trim();
        Expertise = expertise.Trim();
        UpdatedAt = now;
    }

    /// <summary>Puts a document in the place of the one of its kind. The same document again changes nothing.</summary>
    /// <exception cref="DomainException"><c>APPLICATION_OPEN</c>, <c>APPLICATION_STATE_WRONG</c>.</exception>
    public void Attach(ApplicationDocument document, DateTimeOffset now)
    {
        RequireEditable();
        if (documents.Find(held => held.Kind == document.Kind) is { } held)
        {
            held.ReplaceWith(document);
        }
        else
        {
            documents.Add(document);
        }

        DocumentsDeletedAt = null;
        UpdatedAt = now;
    }

    /// <summary>Hands it in.</summary>
    /// <param name="requireDocuments">Whether it needs the documents.</param>
    /// <param name="now">The present time.</param>
    /// <exception cref="DomainException"><c>APPLICATION_OPEN</c>, <c>APPLICATION_STATE_WRONG</c>, <c>DOCUMENTS_MISSING</c>.</exception>
    public void Submit(bool requireDocuments, DateTimeOffset now)
    {
        RequireEditable();
        var missing = RequiredDocuments.Where(kind => requireDocuments && documents.TrueForAll(document => document.Kind != kind)).ToList();
        if (missing.Count > 0)
        {
            throw new DomainException(InstructorReasons.DocumentsMissing, "These documents are missing: {missing}.", ("missing", missing.Cast<Enum>()))
            {
                Violations = [.. missing.Select(kind => new Violation($"applications/{Id}/documents/{kind.ToCode()}", "was not uploaded."))],
            };
        }

        State = ApplicationState.Submitted;
        Submissions++;
        SubmittedAt = now;
        UpdatedAt = now;
    }

    /// <summary>Decides the application.</summary>
    /// <exception cref="DomainException"><c>APPLICATION_NOT_SUBMITTED</c>: it does not wait for a decision; <c>OWN_APPLICATION</c>.</exception>
    public void Review(ApplicationDecision decision, Guid reviewerId, string message, DateTimeOffset now)
    {
        if (reviewerId == ApplicantId)
        {
            throw new DomainException(InstructorReasons.OwnApplication, "Nobody decides their own application.");
        }

        if (State != ApplicationState.Submitted)
        {
            throw new DomainException(
                InstructorReasons.ApplicationNotSubmitted,
                "The application is {state}; it does not wait for a decision.",
                ("state", State)
            );
        }

        State = decision switch
        {
            ApplicationDecision.Approve => ApplicationState.Approved,
            ApplicationDecision.Decline => ApplicationState.Declined,
            ApplicationDecision.RequestChanges => ApplicationState.ChangesRequested,
            _ => throw new ArgumentOutOfRangeException(nameof(decision)),
        };
        ReviewMessage = message.Trim();
        ReviewedAt = now;
        ClosedAt = State == ApplicationState.ChangesRequested ? null : now;
    }

    /// <summary>Takes it back.</summary>
    /// <exception cref="DomainException"><c>APPLICATION_STATE_WRONG</c>: it is over.</exception>
    public void Withdraw(DateTimeOffset now)
    {
        if (!OpenStates.Contains(State))
        {
            throw WrongState();
        }

        State = ApplicationState.Withdrawn;
        ClosedAt = now;
        UpdatedAt = now;
    }

    /// <summary>Forgets the documents. Doing it again changes nothing.</summary>
    public void ForgetDocuments(DateTimeOffset now)
    {
        documents.Clear();
        DocumentsDeletedAt ??= now;
    }

    /// <summary>From when the applicant may begin another; null unless this one was declined.</summary>
    /// <param name="delay">How long that is after the decision.</param>
    public DateTimeOffset? ReapplyAt(TimeSpan delay) => State == ApplicationState.Declined ? ReviewedAt + delay : null;

    /// <summary>Refuses unless the applicant may change the application.</summary>
    /// <exception cref="DomainException"><c>APPLICATION_OPEN</c>, <c>APPLICATION_STATE_WRONG</c>.</exception>
    public void RequireEditable()
    {
        if (State == ApplicationState.Submitted)
        {
            throw new DomainException(InstructorReasons.ApplicationOpen, "The application waits for a decision.");
        }

        if (State is not (ApplicationState.Draft or ApplicationState.ChangesRequested))
        {
            throw WrongState();
        }
    }

    private DomainException WrongState() => new(InstructorReasons.ApplicationStateWrong, "The application is {state}.", ("state", State));
}

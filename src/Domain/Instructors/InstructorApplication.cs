namespace ESchool.Domain.Instructors;

/// <summary>Where an application stands.</summary>
public enum ApplicationState
{
    /// <summary>Waits for an administrator.</summary>
    Submitted = 1,

    /// <summary>The applicant is an instructor.</summary>
    Approved = 2,

    /// <summary>Declined; another may be submitted.</summary>
    Declined = 3,
}

/// <summary>A wish to become an instructor.</summary>
public sealed class InstructorApplication
{
    private InstructorApplication()
    {
    }

    /// <summary>Submits an application.</summary>
    public InstructorApplication(Guid applicantId, string bio, string expertise, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        ApplicantId = applicantId;
        Bio = bio.Trim();
        Expertise = expertise.Trim();
        State = ApplicationState.Submitted;
        SubmittedAt = now;
    }

    /// <summary>The application's id.</summary>
    public Guid Id { get; private set; }

    /// <summary>Who applies.</summary>
    public Guid ApplicantId { get; private set; }

    /// <summary>Who the applicant is, in their own words.</summary>
    public string Bio { get; private set; } = "";

    /// <summary>What the applicant wants to teach.</summary>
    public string Expertise { get; private set; } = "";

    /// <summary>Where it stands.</summary>
    public ApplicationState State { get; private set; }

    /// <summary>The reviewer's words to the applicant.</summary>
    public string ReviewMessage { get; private set; } = "";

    /// <summary>When it was submitted.</summary>
    public DateTimeOffset SubmittedAt { get; private set; }

    /// <summary>When it was decided; null while open.</summary>
    public DateTimeOffset? ReviewedAt { get; private set; }

    /// <summary>Decides the application.</summary>
    /// <exception cref="DomainException"><c>APPLICATION_NOT_SUBMITTED</c>: it was decided already.</exception>
    public void Review(bool approve, string message, DateTimeOffset now)
    {
        if (State != ApplicationState.Submitted)
        {
            throw new DomainException(InstructorReasons.ApplicationNotSubmitted, $"The application is {State} already.", ("state", State.ToString()));
        }

        State = approve ? ApplicationState.Approved : ApplicationState.Declined;
        ReviewMessage = message.Trim();
        ReviewedAt = now;
    }
}

using ESchool.Domain.Instructors;

namespace ESchool.Domain.Tests.Instructors;

/// <summary>Every step of an application from every state is allowed or refused as declared.</summary>
public sealed class InstructorApplicationTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly Guid Applicant = Guid.CreateVersion7();

    private static readonly Guid Reviewer = Guid.CreateVersion7();

    public static TheoryData<ApplicationState, string, string> Steps =>
        new()
        {
            { ApplicationState.Draft, "describe", "Draft" },
            { ApplicationState.Draft, "attach", "Draft" },
            { ApplicationState.Draft, "submit", "Submitted" },
            { ApplicationState.Draft, "review", "APPLICATION_NOT_SUBMITTED" },
            { ApplicationState.Draft, "withdraw", "Withdrawn" },
            { ApplicationState.Submitted, "describe", "APPLICATION_OPEN" },
            { ApplicationState.Submitted, "attach", "APPLICATION_OPEN" },
            { ApplicationState.Submitted, "submit", "APPLICATION_OPEN" },
            { ApplicationState.Submitted, "review", "Approved" },
            { ApplicationState.Submitted, "withdraw", "Withdrawn" },
            { ApplicationState.ChangesRequested, "describe", "ChangesRequested" },
            { ApplicationState.ChangesRequested, "attach", "ChangesRequested" },
            { ApplicationState.ChangesRequested, "submit", "Submitted" },
            { ApplicationState.ChangesRequested, "review", "APPLICATION_NOT_SUBMITTED" },
            { ApplicationState.ChangesRequested, "withdraw", "Withdrawn" },
            { ApplicationState.Approved, "describe", "APPLICATION_STATE_WRONG" },
            { ApplicationState.Approved, "attach", "APPLICATION_STATE_WRONG" },
            { ApplicationState.Approved, "submit", "APPLICATION_STATE_WRONG" },
            { ApplicationState.Approved, "review", "APPLICATION_NOT_SUBMITTED" },
            { ApplicationState.Approved, "withdraw", "APPLICATION_STATE_WRONG" },
            { ApplicationState.Declined, "describe", "APPLICATION_STATE_WRONG" },
            { ApplicationState.Declined, "attach", "APPLICATION_STATE_WRONG" },
            { ApplicationState.Declined, "submit", "APPLICATION_STATE_WRONG" },
            { ApplicationState.Declined, "review", "APPLICATION_NOT_SUBMITTED" },
            { ApplicationState.Declined, "withdraw", "APPLICATION_STATE_WRONG" },
            { ApplicationState.Withdrawn, "describe", "APPLICATION_STATE_WRONG" },
            { ApplicationState.Withdrawn, "attach", "APPLICATION_STATE_WRONG" },
            { ApplicationState.Withdrawn, "submit", "APPLICATION_STATE_WRONG" },
            { ApplicationState.Withdrawn, "review", "APPLICATION_NOT_SUBMITTED" },
            { ApplicationState.Withdrawn, "withdraw", "APPLICATION_STATE_WRONG" },
        };

    [Theory]
    [MemberData(nameof(Steps))]
    public void AStep_LeadsWhereItIsDeclared(ApplicationState from, string step, string expected)
    {
        var application = In(from);
        Action act = step switch
        {
            "describe" => () => application.Describe("Another bio", "Another subject", Now),
            "attach" => () => application.Attach(Document(DocumentKind.Sample, "other"), Now),
            "submit" => () => application.Submit(requireDocuments: true, Now),
            "review" => () => application.Review(ApplicationDecision.Approve, Reviewer, "", Now),
            _ => () => application.Withdraw(Now),
        };
        if (expected.Contains('_', StringComparison.Ordinal))
        {
            Assert.Equal(expected, Assert.Throws<DomainException>(act).Reason.Code);
            Assert.Equal(from, application.State);
        }
        else
        {
            act();
            Assert.Equal(expected, application.State.ToString());
        }
    }

    [Theory]
    [InlineData(ApplicationDecision.Approve, ApplicationState.Approved, true)]
    [InlineData(ApplicationDecision.Decline, ApplicationState.Declined, true)]
    [InlineData(ApplicationDecision.RequestChanges, ApplicationState.ChangesRequested, false)]
    public void ADecision_IsKeptWithItsWords(ApplicationDecision decision, ApplicationState expected, bool isOver)
    {
        var application = In(ApplicationState.Submitted);
        application.Review(decision, Reviewer, " Because. ", Now);
        Assert.Equal(
            (expected, "Because.", Now, isOver),
            (application.State, application.ReviewMessage, application.ReviewedAt, application.ClosedAt is not null)
        );
        Assert.Equal(decision == ApplicationDecision.Decline ? Now.AddDays(14) : null, application.ReapplyAt(TimeSpan.FromDays(14)));
    }

    [Fact]
    public void WithoutItsDocuments_ItIsNotHandedIn_AndEachIsNamed()
    {
        var application = new InstructorApplication(Applicant, Now);
        var refusal = Assert.Throws<DomainException>(() => application.Submit(requireDocuments: true, Now));
        Assert.Equal("DOCUMENTS_MISSING", refusal.Reason.Code);
        Assert.Equal([DocumentKind.Sample, DocumentKind.IdentityDocument], (IEnumerable<Enum>)refusal.Metadata["missing"]);
        Assert.Equal(
            [$"applications/{application.Id}/documents/SAMPLE", $"applications/{application.Id}/documents/IDENTITY_DOCUMENT"],
            refusal.Violations.Select(v => v.Subject)
        );
        application.Attach(Document(DocumentKind.Sample, "sample"), Now);
        Assert.Equal(
            [DocumentKind.IdentityDocument],
            (IEnumerable<Enum>)Assert.Throws<DomainException>(() => application.Submit(requireDocuments: true, Now)).Metadata["missing"]
        );
        application.Submit(requireDocuments: false, Now);
        Assert.Equal(1, application.Submissions);
    }

    [Fact]
    public void ADocument_TakesThePlaceOfTheOneOfItsKind()
    {
        var application = In(ApplicationState.Draft);
        application.Attach(Document(DocumentKind.IdentityDocument, "newer"), Now);
        Assert.Equal(["sample", "newer"], application.Documents.OrderBy(d => d.Kind).Select(d => d.ObjectKey));
        application.ForgetDocuments(Now);
        Assert.Empty(application.Documents);
        application.Attach(Document(DocumentKind.Sample, "again"), Now);
        Assert.Null(application.DocumentsDeletedAt);
    }

    [Fact]
    public void Nobody_DecidesTheirOwn()
    {
        var application = In(ApplicationState.Submitted);
        Assert.Equal("OWN_APPLICATION", Assert.Throws<DomainException>(() => application.Review(ApplicationDecision.Approve, Applicant, "", Now)).Reason.Code);
    }

    [Theory]
    [InlineData(DocumentKind.IdentityDocument, "application/pdf", "255044462D312E37", true)]
    [InlineData(DocumentKind.IdentityDocument, "image/png", "89504E470D0A1A0A0000", true)]
    [InlineData(DocumentKind.IdentityDocument, "image/jpeg", "FFD8FFE000104A46", true)]
    [InlineData(DocumentKind.Sample, "video/mp4", "000000206674797069736F6D", true)]
    [InlineData(DocumentKind.Sample, "video/mp4", "6674797069736F6D", false)]
    [InlineData(DocumentKind.IdentityDocument, "image/png", "255044462D312E37", false)]
    [InlineData(DocumentKind.IdentityDocument, "application/pdf", "3C68746D6C3E", false)]
    [InlineData(DocumentKind.IdentityDocument, "application/pdf", "", false)]
    [InlineData(DocumentKind.IdentityDocument, "image/jpeg", "FFD8", false)]
    public void ATypeIsKnown_ByItsFirstBytes(DocumentKind kind, string contentType, string firstBytes, bool fits) =>
        Assert.Equal(fits, DocumentType.Find(kind, contentType)!.Fits(Convert.FromHexString(firstBytes)));

    [Fact]
    public void AnIdentityDocument_IsNoVideo()
    {
        Assert.Null(DocumentType.Find(DocumentKind.IdentityDocument, "video/mp4"));
        Assert.Null(DocumentType.Find(DocumentKind.Sample, "text/html"));
    }

    private static ApplicationDocument Document(DocumentKind kind, string key) => new(kind, key, "application/pdf", 100, Now);

    private static InstructorApplication In(ApplicationState state)
    {
        var application = new InstructorApplication(Applicant, Now);
        application.Describe("A bio", "A subject", Now);
        application.Attach(Document(DocumentKind.Sample, "sample"), Now);
        application.Attach(Document(DocumentKind.IdentityDocument, "identity"), Now);
        if (state is ApplicationState.Draft)
        {
            return application;
        }

        if (state is ApplicationState.Withdrawn)
        {
            application.Withdraw(Now);
            return application;
        }

        application.Submit(requireDocuments: true, Now);
        ApplicationDecision? decision = state switch
        {
            ApplicationState.Approved => ApplicationDecision.Approve,
            ApplicationState.Declined => ApplicationDecision.Decline,
            ApplicationState.ChangesRequested => ApplicationDecision.RequestChanges,
            _ => null,
        };
        if (decision is { } made)
        {
            application.Review(made, Reviewer, "", Now);
        }

        return application;
    }
}

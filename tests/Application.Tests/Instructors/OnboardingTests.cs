using System.Text.Json;
using ESchool.Application.Instructors;
using ESchool.Application.Instructors.Applications;
using ESchool.Application.Work;
using ESchool.Application.Work.Feed;
using ESchool.Domain;
using ESchool.Domain.Identity;
using ESchool.Domain.Instructors;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Tests.Instructors;

/// <summary>Becoming an instructor, on real Postgres and S3.</summary>
public sealed class OnboardingTests(SchoolFixture fixture) : IClassFixture<SchoolFixture>, IAsyncLifetime
{
    private readonly TestSchool school = fixture.School;

    public async ValueTask InitializeAsync() => await school.PrepareStorageAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task AnApplicant_IsAskedForMore_AndBecomesAnInstructor_AndHearsOfEachStep()
    {
        var (applicant, admin) = (await school.StudentAsync(), await school.AdminAsync());
        var application = await school.ApplyAsync(applicant);
        await school.ReviewAsync(admin, application.Id, ApplicationDecision.RequestChanges, "The sample is too short.");
        var replaced = application.Documents.Single(d => d.Kind == DocumentKind.Sample).ObjectKey;
        await school.UploadAsync(applicant, application.Id, DocumentKind.Sample, DocumentForm.Pdf("A longer one."));
        await school.SubmitAsync(applicant, expertise: "Compilers and their proofs");
        var approved = await school.ReviewAsync(admin, application.Id, ApplicationDecision.Approve, "Welcome!");

        Assert.Equal((ApplicationState.Approved, 2, "Welcome!"), (approved.State, approved.Submissions, approved.ReviewMessage));
        Assert.True(await school.ReadAsync(db => db.Users.AnyAsync(u => u.Id == applicant.UserId && (u.Roles & Roles.Instructor) != 0)));
        var profile = await school.DoAsync<GetInstructor, InstructorView>(g => g.ExecuteAsync(applicant.UserId, CancellationToken.None));
        Assert.Equal(("Ada Lovelace", Applying.Bio, "Compilers and their proofs"), (profile.DisplayName, profile.Bio, profile.Expertise));

        var mails = await WorkAsync<ApplicationReviewedEmailWork>(ApplicationReviewedEmailWork.Kind, w => w.ApplicationId == application.Id);
        ApplicationState?[] steps = [ApplicationState.Submitted, ApplicationState.ChangesRequested, ApplicationState.Submitted, ApplicationState.Approved];
        Assert.Equal(steps, mails.Select(m => m.State));
        var events = await WorkAsync<FeedEventWork>(FeedEventWork.One, w => w.UserId == applicant.UserId);
        Assert.Equal(["application.submitted", "application.reviewed", "application.submitted", "application.reviewed"], events.Select(e => e.Kind));
        Assert.Equal(
            ["application.approve", "application.request_changes"],
            await school.ReadAsync(db =>
                db.AuditEvents.Where(e => e.ActorId == admin.UserId && e.Resource == $"applications/{application.Id}")
                    .Select(e => e.Action)
                    .OrderBy(a => a)
                    .ToListAsync()
            )
        );
        Assert.Contains(replaced, (await WorkAsync<DocumentWork>(DocumentWork.Kind, _ => true)).Select(w => w.Key));
    }

    [Fact]
    public async Task WithoutItsDocuments_NothingIsHandedIn_AndTheTextsAreNotSaved()
    {
        var applicant = await school.StudentAsync();
        await school.SaveAsync(applicant, "Draft of a bio");
        var refusal = await Refused.WithAsync(InstructorReasons.DocumentsMissing, () => school.SubmitAsync(applicant));
        Assert.Equal([DocumentKind.Sample, DocumentKind.IdentityDocument], (IEnumerable<Enum>)refusal.Metadata["missing"]);
        var draft = (await school.LookAsync(applicant, application: null)).Application;
        Assert.Equal((ApplicationState.Draft, "Draft of a bio"), (draft.State, draft.Bio));
        await Refused.WithAsync(InstructorReasons.AlreadyInstructor, async () => await school.SaveAsync(await school.InstructorAsync()));
    }

    [Fact]
    public async Task ManyAtOnce_BeginOneApplication()
    {
        var applicant = await school.StudentAsync();
        var faults = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(i => Task.Run(async () => await Record.ExceptionAsync(() => school.SaveAsync(applicant, $"Bio {i}"))))
        );
        Assert.All(faults, fault => Assert.True(fault is null or DbUpdateException, $"{fault}"));
        Assert.Equal(1, await school.ReadAsync(db => db.InstructorApplications.CountAsync(a => a.ApplicantId == applicant.UserId)));
    }

    [Fact]
    public async Task ADecisionAndAWithdrawalAtOnce_OneOfThemIsIt()
    {
        for (var i = 0; i < 5; i++)
        {
            var (applicant, admin) = (await school.StudentAsync(), await school.AdminAsync());
            var application = await school.ApplyAsync(applicant);
            var faults = await Task.WhenAll(
                Record.ExceptionAsync(() => school.ReviewAsync(admin, application.Id, ApplicationDecision.Approve)).AsTask(),
                Record
                    .ExceptionAsync(() => school.DoAsync<WithdrawApplication>(w => w.ExecuteAsync(applicant, application.Id, CancellationToken.None)))
                    .AsTask()
            );
            Assert.Single(faults, fault => fault is null);
            Assert.Single(faults, fault => fault is DbUpdateConcurrencyException or DomainException);
            var isApproved = faults[0] is null;
            Assert.Equal(isApproved, await school.ReadAsync(db => db.Users.AnyAsync(u => u.Id == applicant.UserId && (u.Roles & Roles.Instructor) != 0)));
        }
    }

    [Fact]
    public async Task Documents_AreForThoseWhoDecide_AndEachLookIsNoted()
    {
        var (applicant, admin, support, stranger) = (
            await school.StudentAsync(),
            await school.AdminAsync(),
            await school.SupportAsync(),
            await school.StudentAsync()
        );
        var draft = await school.SaveAsync(applicant);
        await Refused.WithAsync(InstructorReasons.ApplicationNotFound, () => school.LookAsync(admin, draft.Id));
        var application = await school.ApplyAsync(applicant, document: DocumentForm.Pdf("Who I am"));

        Assert.Empty((await school.LookAsync(applicant, application.Id)).Addresses);
        Assert.Empty((await school.LookAsync(support, application.Id)).Addresses);
        await Refused.WithAsync(InstructorReasons.ApplicationNotFound, () => school.LookAsync(stranger, application.Id));
        var addresses = (await school.LookAsync(admin, application.Id)).Addresses;
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(addresses[DocumentKind.IdentityDocument].Url));
        Assert.Equal(DocumentForm.Pdf("Who I am"), await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal("attachment; filename=\"identity-document.pdf\"", answer.Content.Headers.ContentDisposition?.ToString());
        Assert.InRange(addresses[DocumentKind.Sample].ExpiresAt - school.Clock.GetUtcNow(), TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(5));
        Assert.Equal(
            1,
            await school.ReadAsync(db =>
                db.AuditEvents.CountAsync(e => e.Action == "application.documents.read" && e.Resource == $"applications/{application.Id}")
            )
        );
    }

    [Fact]
    public async Task AnAdministratorWhoApplies_NeitherSeesNorDecidesTheirOwn()
    {
        var applicant = await school.AdminAsync();
        var application = await school.ApplyAsync(applicant);
        Assert.Empty((await school.LookAsync(applicant, application.Id)).Addresses);
        await Refused.WithAsync(InstructorReasons.OwnApplication, () => school.ReviewAsync(applicant, application.Id, ApplicationDecision.Approve));
    }

    [Fact]
    public async Task AProfile_IsChangedByItsInstructor_AndGoneWithTheRole()
    {
        var (instructor, other) = (await school.InstructorAsync(), await school.InstructorAsync());
        var changed = await school.DoAsync<UpdateInstructor, InstructorView>(u =>
            u.ExecuteAsync(instructor, instructor.UserId, new InstructorChange("Compilers since 1952", null, null), CancellationToken.None)
        );
        Assert.Equal(("Grace Hopper", "Compilers since 1952", ""), (changed.DisplayName, changed.Headline, changed.Bio));
        await school.DoAsync<UpdateInstructor, InstructorView>(u =>
            u.ExecuteAsync(instructor, instructor.UserId, new InstructorChange(null, "A bio", null), CancellationToken.None)
        );
        var read = await school.DoAsync<GetInstructor, InstructorView>(g => g.ExecuteAsync(instructor.UserId, CancellationToken.None));
        Assert.Equal(("Compilers since 1952", "A bio"), (read.Headline, read.Bio));
        await Refused.WithAsync(
            InstructorReasons.InstructorNotFound,
            () =>
                school.DoAsync<UpdateInstructor>(u =>
                    u.ExecuteAsync(other, instructor.UserId, new InstructorChange("Mine", null, null), CancellationToken.None)
                )
        );
        await school.ReadAsync(db => db.Users.Where(u => u.Id == instructor.UserId).ExecuteUpdateAsync(set => set.SetProperty(u => u.Roles, Roles.Student)));
        await Refused.WithAsync(
            InstructorReasons.InstructorNotFound,
            () => school.DoAsync<GetInstructor>(g => g.ExecuteAsync(instructor.UserId, CancellationToken.None))
        );
        await Refused.WithAsync(
            InstructorReasons.InstructorNotFound,
            async () => await school.DoAsync<GetInstructor>(async g => await g.ExecuteAsync((await school.StudentAsync()).UserId, CancellationToken.None))
        );
    }

    private Task<IReadOnlyList<T>> WorkAsync<T>(string kind, Func<T, bool> isMeant) =>
        school.ReadAsync(async db =>
            (IReadOnlyList<T>)
                [
                    .. (await db.OutboxMessages.Where(m => m.Kind == kind).OrderBy(m => m.Id).Select(m => m.Payload).ToListAsync())
                        .Select(payload => JsonSerializer.Deserialize<T>(payload)!)
                        .Where(isMeant),
                ]
        );
}

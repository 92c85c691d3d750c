using ESchool.Application.Catalog.Authoring.Courses;
using ESchool.Application.Catalog.Authoring.Curriculum;
using ESchool.Application.Catalog.Authoring.Publishing;
using ESchool.Application.Catalog.Authors;
using ESchool.Application.Catalog.Reviews;
using ESchool.Application.Identity;
using ESchool.Application.Media;
using ESchool.Application.Media.Transcoding;
using ESchool.Application.Media.Uploading;
using ESchool.Application.Notifications.Emails;
using ESchool.Application.Work;
using ESchool.Application.Work.Feed;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Domain.Catalog.Authors;
using ESchool.Domain.Catalog.Reviews;
using ESchool.Domain.Identity;
using ESchool.Domain.Media;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Tests.Catalog;

/// <summary>Courses that are made together: who comes in, what they may do, and that they are out when they are out.</summary>
public sealed class CoAuthorTests : IAsyncLifetime
{
    private TestSchool school = null!;
    private Actor owner = null!;
    private Actor ada = null!;
    private Guid course;

    public async ValueTask InitializeAsync()
    {
        school = await TestSchool.OpenAsync();
        await school.PrepareStorageAsync();
        (owner, ada) = (await school.InstructorAsync(), await school.StudentAsync());
        course = (await school.DoAsync<CreateCourse, Course>(c => c.ExecuteAsync(owner, new CourseText("Compilers", "", "", "en"), CancellationToken.None))).Id;
    }

    public ValueTask DisposeAsync() => school.DisposeAsync();

    [Fact]
    public async Task WhoeverWasInvited_AcceptsWithTheirAddress_AndWorks()
    {
        var invited = await InviteAsync(await AddressAsync(ada), AuthorRole.Editor);
        Assert.Equal(invited.Invitation.Id, Assert.Single((await OwnInvitationsAsync(ada)).Items).Invitation.Id);
        Assert.Equal(1, await ToldAsync(CoAuthorInvited.Kind, ada));

        await AcceptAsync(ada, invited);
        await AcceptAsync(ada, invited);

        Assert.Equal(AuthorRole.Editor, (await ReadAsync(ada)).Role);
        await AddSectionAsync(ada);
        Assert.Single((await ReadAsync(owner)).Course.Sections);
        Assert.Equal([course], (await ListAsync(ada)).Items.Select(own => own.Course.Id));
        Assert.Empty((await OwnInvitationsAsync(ada)).Items);
        Assert.Equal(1, await ToldAsync(CoAuthorJoined.Kind, owner));
    }

    [Fact]
    public async Task AnInvitation_IsForItsAddressAlone_AndEnds()
    {
        var (invited, eve) = (await InviteAsync(await AddressAsync(ada), AuthorRole.Editor), await school.StudentAsync());
        await Refused.WithAsync(AuthorReasons.InvitationNotFound, () => AcceptAsync(eve, invited));
        await school.DoAsync<DeclineInvitation>(d => d.ExecuteAsync(eve, course, invited.Invitation.Id, CancellationToken.None));
        Assert.Single((await OwnInvitationsAsync(ada)).Items);

        school.Clock.Advance(CoAuthorInvitation.Lifetime);
        Assert.Empty((await OwnInvitationsAsync(ada)).Items);
        await Refused.WithAsync(AuthorReasons.InvitationNotFound, () => AcceptAsync(ada, invited));

        // Invited again it is open again, and declined or revoked it is not.
        await InviteAsync(await AddressAsync(ada), AuthorRole.Assistant);
        await school.DoAsync<DeclineInvitation>(d => d.ExecuteAsync(ada, course, invited.Invitation.Id, CancellationToken.None));
        await Refused.WithAsync(AuthorReasons.InvitationNotFound, () => AcceptAsync(ada, invited));
        var last = await InviteAsync(await AddressAsync(ada), AuthorRole.Assistant);
        await school.DoAsync<RevokeInvitation>(r => r.ExecuteAsync(owner, course, last.Invitation.Id, CancellationToken.None));
        await Refused.WithAsync(AuthorReasons.InvitationNotFound, () => AcceptAsync(ada, last));
        await Refused.WithAsync(CatalogReasons.CourseNotFound, () => ReadAsync(ada));
    }

    [Fact]
    public async Task TheMail_SaysWhoInvitesToWhat_AndAnUnknownAddressIsInvitedLikeAKnownOne()
    {
        var address = $"{Guid.NewGuid():n}@eschool.test";
        var invited = await InviteAsync(address, AuthorRole.Editor);
        await school.DoAsync<SendCoAuthorInvitationEmail>(s => s.ExecuteAsync(invited.Invitation.Id, CancellationToken.None));
        var mail = Assert.Single(await Wait.UntilAsync("The mail arrives", async () => await Mails.ToAsync(address) is { Count: > 0 } mails ? mails : null));
        Assert.Contains("Grace Hopper invites you to work on the course \"Compilers\"", mail, StringComparison.Ordinal);
        Assert.Contains($"courses/{course}/invitations/{invited.Invitation.Id}", mail, StringComparison.Ordinal);
        Assert.True(await school.ReadAsync(db => db.OutboxMessages.AnyAsync(m => m.Kind == CoAuthorInvitationEmailWork.Kind)));
    }

    [Fact]
    public async Task Inviting_FillsNobodysInbox_AndTheInvitationIsThereAnyway()
    {
        var address = await AddressAsync(ada);
        for (var i = 0; i < 20; i++)
        {
            var invited = await InviteAsync(address, AuthorRole.Editor);
            await school.DoAsync<SendCoAuthorInvitationEmail>(s => s.ExecuteAsync(invited.Invitation.Id, CancellationToken.None));
        }

        var most = school.Services.GetRequiredService<IOptions<IdentityOptions>>().Value.MailsPerRecipient;
        Assert.InRange(most, 1, 19);
        await Wait.UntilAsync("The mails arrive", async () => (await Mails.ToAsync(address)).Count == most);
        Assert.Single((await OwnInvitationsAsync(ada)).Items);
    }

    [Fact]
    public async Task TheOwner_CannotBeInvited_AndTwentyAreEnough()
    {
        await Refused.WithAsync(AuthorReasons.InvitationOwn, async () => await InviteAsync(await AddressAsync(owner), AuthorRole.Editor));
        for (var i = 0; i < InviteCoAuthor.Maximum; i++)
        {
            await InviteAsync($"{i}-{course:n}@eschool.test", AuthorRole.Assistant);
        }

        await Refused.WithAsync(AuthorReasons.CoAuthorsFull, () => InviteAsync($"more-{course:n}@eschool.test", AuthorRole.Assistant));
        var again = await InviteAsync($"0-{course:n}@eschool.test", AuthorRole.Editor);
        Assert.Equal(AuthorRole.Editor, again.Invitation.Role);
    }

    [Fact]
    public async Task AnAssistant_ReadsAndChangesNothing_AndAnEditorDoesNotSell()
    {
        await JoinAsync(ada, AuthorRole.Assistant);
        Assert.Equal(AuthorRole.Assistant, (await ReadAsync(ada)).Role);
        await Refused.WithAsync(AuthorReasons.AuthorRoleMissing, () => AddSectionAsync(ada));

        await school.DoAsync<SetCoAuthorRole>(s => s.ExecuteAsync(owner, course, ada.UserId, AuthorRole.Editor, CancellationToken.None));
        await AddSectionAsync(ada);
        await Refused.WithAsync(
            AuthorReasons.AuthorRoleMissing,
            () => school.DoAsync<SetPrice>(s => s.ExecuteAsync(ada, course, null, new Money(900, "EUR"), [], CancellationToken.None))
        );
        await Refused.WithAsync(
            AuthorReasons.AuthorRoleMissing,
            () => school.DoAsync<DeleteCourse>(d => d.ExecuteAsync(ada, course, null, CancellationToken.None))
        );
        await Refused.WithAsync(
            AuthorReasons.AuthorRoleMissing,
            () =>
                school.DoAsync<InviteCoAuthor>(i => i.ExecuteAsync(ada, course, $"{Guid.NewGuid():n}@eschool.test", AuthorRole.Editor, CancellationToken.None))
        );
    }

    [Fact]
    public async Task WhoeverIsRemoved_IsOut_AndWhatTheyMadeStays()
    {
        await JoinAsync(ada, AuthorRole.Editor);
        var section = await AddSectionAsync(ada);
        var (upload, asset) = await UploadAsync(ada);
        await AttachAsync(ada, section, asset);

        await school.DoAsync<RemoveCoAuthor>(r => r.ExecuteAsync(owner, course, ada.UserId, CancellationToken.None));
        await school.DoAsync<RemoveCoAuthor>(r => r.ExecuteAsync(owner, course, ada.UserId, CancellationToken.None));

        await Refused.WithAsync(CatalogReasons.CourseNotFound, () => AddSectionAsync(ada));
        await Refused.WithAsync(MediaReasons.AssetNotFound, () => school.DoAsync<GetAsset>(g => g.ExecuteAsync(ada, asset, CancellationToken.None)));
        await Refused.WithAsync(MediaReasons.UploadNotFound, () => school.DoAsync<Uploads>(u => u.LoadAsync(ada, upload, CancellationToken.None)));
        Assert.Equal(1, await ToldAsync(CoAuthorLeft.Kind, ada));
        Assert.Equal(asset, Assert.Single((await ReadAsync(owner)).Course.Sections.SelectMany(s => s.Lessons)).AssetId);
        Assert.Equal(asset, (await school.DoAsync<GetAsset, Asset>(g => g.ExecuteAsync(owner, asset, CancellationToken.None))).Id);
    }

    [Fact]
    public async Task AnInvitationOfBefore_UndoesNeitherARemovalNorADemotion()
    {
        await JoinAsync(ada, AuthorRole.Editor);
        var open = await InviteAsync(await AddressAsync(ada), AuthorRole.Editor);
        await school.DoAsync<SetCoAuthorRole>(s => s.ExecuteAsync(owner, course, ada.UserId, AuthorRole.Assistant, CancellationToken.None));
        await AcceptAsync(ada, open);
        Assert.Equal(AuthorRole.Assistant, (await ReadAsync(ada)).Role);

        open = await InviteAsync(await AddressAsync(ada), AuthorRole.Editor);
        await school.DoAsync<RemoveCoAuthor>(r => r.ExecuteAsync(owner, course, ada.UserId, CancellationToken.None));
        await Refused.WithAsync(AuthorReasons.InvitationNotFound, () => AcceptAsync(ada, open));
        await Refused.WithAsync(CatalogReasons.CourseNotFound, () => ReadAsync(ada));
    }

    [Fact]
    public async Task AnAssistant_ReadsTheVideosThatAreListed()
    {
        await JoinAsync(ada, AuthorRole.Editor);
        var (_, asset) = await UploadAsync(ada);
        await school.DoAsync<SetCoAuthorRole>(s => s.ExecuteAsync(owner, course, ada.UserId, AuthorRole.Assistant, CancellationToken.None));
        Assert.Equal(asset, (await school.DoAsync<GetAsset, Asset>(g => g.ExecuteAsync(ada, asset, CancellationToken.None))).Id);
        await Refused.WithAsync(MediaReasons.AssetNotFound, () => school.DoAsync<RetryTranscode>(r => r.ExecuteAsync(ada, asset, CancellationToken.None)));
    }

    [Fact]
    public async Task AnEditor_UsesWhatWasUploadedForTheCourse_AndNothingElseOfTheOwners()
    {
        await JoinAsync(ada, AuthorRole.Editor);
        var (section, other) = (await AddSectionAsync(ada), await school.ReadyAssetAsync(owner, 60));
        await Refused.WithAsync(MediaReasons.AssetNotFound, () => AttachAsync(ada, section, other.Id));
        await AttachAsync(owner, section, other.Id);
        await AttachAsync(ada, section, other.Id);

        var (_, own) = await UploadAsync(ada);
        await AttachAsync(ada, section, own);
        await Refused.WithAsync(CallReasons.RoleMissing, () => school.DoAsync<OwnUploads>(o => o.ExecuteAsync(ada, null, CancellationToken.None)));
        var listed = await school.DoAsync<ListCourseAssets, Page<Asset>>(l => l.ExecuteAsync(ada, course, new PageRequest(50, null), CancellationToken.None));
        Assert.Equal([own, other.Id], listed.Items.Select(a => a.Id));
    }

    [Fact]
    public async Task AnEditor_Publishes_AndTheVersionBearsTheOwnersName()
    {
        var sold = await school.PublishedCourseAsync(instructor: owner);
        course = sold.Id;
        await JoinAsync(ada, AuthorRole.Editor);
        await school.DoAsync<UpdateCourse>(u =>
            u.ExecuteAsync(ada, course, null, text => text with { Title = "Compilers in a Night" }, CancellationToken.None)
        );
        await school.ReadAsync(db => db.Courses.Where(c => c.Id == course).ExecuteUpdateAsync(set => set.SetProperty(c => c.State, CourseState.Approved)));
        await school.DoAsync<PublishCourse>(p => p.ExecuteAsync(ada, course, null, CancellationToken.None));
        var version = await school.ReadAsync(db => db.CurriculumVersions.Where(v => v.CourseId == course).OrderBy(v => v.Number).LastAsync());
        Assert.Equal((2, owner.UserId, "Grace Hopper"), (version.Number, version.InstructorId, version.InstructorName));
    }

    [Fact]
    public async Task NobodyReviews_WhatTheyWorkOn()
    {
        var sold = await school.PublishedCourseAsync(instructor: owner);
        course = sold.Id;
        var enrollment = await school.EnrollmentAsync(ada, sold);
        await school.ReadAsync(db =>
            db.Enrollments.Where(e => e.Id == enrollment).ExecuteUpdateAsync(set => set.SetProperty(e => e.CompletedAt, school.Clock.GetUtcNow()))
        );
        await ReviewAsync();
        await JoinAsync(ada, AuthorRole.Assistant);

        Assert.False(await school.ReadAsync(db => db.Reviews.AnyAsync(r => r.CourseId == course && r.State == ReviewState.Visible)));
        Assert.Equal(0, (await school.ReadAsync(db => db.CourseRatings.SingleAsync(r => r.CourseId == course))).Counts.Sum());
        await Refused.WithAsync(ReviewReasons.ReviewOwn, ReviewAsync);

        Task ReviewAsync() => school.DoAsync<CreateReview>(c => c.ExecuteAsync(ada, course, 5, "Mine!", CancellationToken.None));
    }

    [Fact]
    public async Task AnOwnerWithoutTheRole_HasNoCourses_AndTheCoAuthorsGoOn()
    {
        await JoinAsync(ada, AuthorRole.Editor);
        var former = owner with { Roles = Roles.Student };
        await Refused.WithAsync(CatalogReasons.CourseNotFound, () => ReadAsync(former));
        Assert.Empty((await ListAsync(former)).Items);
        await AddSectionAsync(ada);
    }

    [Fact]
    public async Task ARemoval_AndEditsAtTheSameTime_LeaveNothingAfterTheRemoval()
    {
        await JoinAsync(ada, AuthorRole.Editor);
        var edits = Enumerable.Range(0, 20).Select(_ => Task.Run(() => TryAsync(() => AddSectionAsync(ada))));
        var removal = Task.Run(() => school.DoAsync<RemoveCoAuthor>(r => r.ExecuteAsync(owner, course, ada.UserId, CancellationToken.None)));
        var done = (await Task.WhenAll(edits)).Count(worked => worked);
        await removal;
        Assert.Equal(done, (await ReadAsync(owner)).Course.Sections.Count);
        Assert.False(await TryAsync(() => AddSectionAsync(ada)));
    }

    private static async Task<bool> TryAsync(Func<Task> act)
    {
        try
        {
            await act();
            return true;
        }
        catch (DomainException refusal) when (refusal.Reason == CatalogReasons.CourseNotFound)
        {
            return false;
        }
    }

    private Task<string> AddressAsync(Actor actor) => school.ReadAsync(db => db.Users.Where(u => u.Id == actor.UserId).Select(u => u.Email).SingleAsync());

    private Task<InvitationView> InviteAsync(string email, AuthorRole role) =>
        school.DoAsync<InviteCoAuthor, InvitationView>(i => i.ExecuteAsync(owner, course, email, role, CancellationToken.None));

    private Task AcceptAsync(Actor actor, InvitationView invited) =>
        school.DoAsync<AcceptInvitation>(a => a.ExecuteAsync(actor, course, invited.Invitation.Id, CancellationToken.None));

    private async Task JoinAsync(Actor actor, AuthorRole role) => await AcceptAsync(actor, await InviteAsync(await AddressAsync(actor), role));

    private Task<Page<InvitationView>> OwnInvitationsAsync(Actor actor) =>
        school.DoAsync<ListOwnInvitations, Page<InvitationView>>(l => l.ExecuteAsync(actor, new PageRequest(50, null), CancellationToken.None));

    private Task<AuthoredCourse> ReadAsync(Actor actor) =>
        school.DoAsync<GetCourseDraft, AuthoredCourse>(g => g.ExecuteAsync(actor, course, CancellationToken.None));

    private Task<Page<AuthoredCourse>> ListAsync(Actor actor) =>
        school.DoAsync<ListOwnCourses, Page<AuthoredCourse>>(l => l.ExecuteAsync(actor, CourseShelf.Active, new PageRequest(50, null), CancellationToken.None));

    private async Task<Guid> AddSectionAsync(Actor actor) =>
        (await school.DoAsync<CreateSection, Section>(c => c.ExecuteAsync(actor, course, "More", CancellationToken.None))).Id;

    private Task AttachAsync(Actor actor, Guid section, Guid asset) =>
        school.DoAsync<CreateLesson>(c =>
            c.ExecuteAsync(actor, course, section, new LessonDraft("Parsing", true, new VideoContent(asset, 9_500)), CancellationToken.None)
        );

    private async Task<(Guid Upload, Guid Asset)> UploadAsync(Actor actor)
    {
        var whose = await school.DoAsync<OwnUploads, AssetOwner>(o => o.ExecuteAsync(actor, course, CancellationToken.None));
        var upload = await school.DoAsync<CreateUpload, Upload>(c =>
            c.ExecuteAsync(whose, new UploadFile("lecture.mp4", 1_000, "video/mp4"), CancellationToken.None)
        );
        return (upload.Id, upload.AssetId!.Value);
    }

    private Task<int> ToldAsync(string kind, Actor actor) =>
        school.ReadAsync(async db =>
        {
            var payloads = await db.OutboxMessages.Where(m => m.Kind == FeedEventWork.One).Select(m => m.Payload).ToListAsync();
            return payloads.Count(p => p.Contains(kind, StringComparison.Ordinal) && p.Contains($"\"UserId\": \"{actor.UserId}\"", StringComparison.Ordinal));
        });
}

using ESchool.Application.Administration;
using ESchool.Application.Identity.Accounts;
using ESchool.Application.Learning.Announcements;
using ESchool.Application.Notifications.Emails;
using ESchool.Application.Notifications.Feed;
using ESchool.Application.Work;
using ESchool.Application.Work.Feed;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Domain.Catalog.Authors;
using ESchool.Domain.Learning;
using ESchool.Domain.Learning.Announcements;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Learning.Reports;

/// <summary>What the authors of a course tell its students.</summary>
public sealed class AnnouncementTests(SchoolFixture fixture) : IClassFixture<SchoolFixture>
{
    private const string Text = "The second part is there: see https://evil.test and enjoy.";

    private readonly TestSchool school = fixture.School;

    [Fact]
    public async Task EveryStudentWhoMayLearn_GetsIt_InFeedAndMail_Once()
    {
        var room = await Classroom.OpenAsync(school);
        var (ada, emmy, left, erased, suspended) = (
            await room.EnrollAsync("Ada"),
            await room.EnrollAsync("Emmy"),
            await room.EnrollAsync(source: "orders/left"),
            await room.EnrollAsync(),
            await room.EnrollAsync()
        );
        await room.ChangeAsync("orders/left", GrantState.Revoked);
        await room.EraseAsync(erased);
        await school.DoAsync<SuspendUser>(async s =>
            await s.ExecuteAsync(await school.AdminAsync(), suspended.Student.UserId, "Spam.", CancellationToken.None)
        );
        Assert.Equal((2, 2), await PreviewAsync(room));

        var published = await PublishAsync(room);
        Assert.Equal((2, AnnouncementState.Sending), (published.RecipientCount, published.State));
        var late = await room.EnrollAsync("Late");
        for (var again = 0; again < 2; again++)
        {
            await SendAsync(published.Id);
            await DeliverAsync(published.Id);
        }

        var sent = Assert.Single(await ListAsync(room, room.Owner)).Announcement;
        Assert.Equal((2, AnnouncementState.Sent, 1), (sent.SentCount, sent.State, sent.Parts));
        foreach (var seat in new[] { ada, emmy })
        {
            Assert.Equal(1, await EventsAsync(seat, published.Id));
            var mail = Assert.Single(await MailsAsync(seat));
            Assert.Contains("The second part is there: see … and enjoy.", mail, StringComparison.Ordinal);
            Assert.Contains($"courses/{room.Course.Id}/announcements/{published.Id}", mail, StringComparison.Ordinal);
            Assert.Equal(published.Id, Assert.Single(await ListAsync(room, seat.Student)).Announcement.Id);
        }

        foreach (var seat in new[] { left, late, suspended })
        {
            Assert.Equal(0, await EventsAsync(seat, published.Id));
            Assert.Empty(await MailsAsync(seat));
            Assert.Empty(await ListAsync(room, seat.Student));
        }
    }

    [Fact]
    public async Task AFilter_ChoosesWhoGetsIt()
    {
        var room = await Classroom.OpenAsync(school);
        var (begins, half) = (await room.EnrollAsync(), await room.EnrollAsync());
        await room.ReadAsync(half);
        var filter = new StudentFilter { MinimumProgress = 5_000, NotSeenSince = school.Clock.GetUtcNow().AddHours(1) };
        Assert.Equal((1, 2), await PreviewAsync(room, filter));
        var published = await PublishAsync(room, filter);
        await SendAsync(published.Id);
        Assert.Equal((0, 1), (await EventsAsync(begins, published.Id), await EventsAsync(half, published.Id)));
        Assert.Equal(filter, Assert.Single(await ListAsync(room, room.Owner)).Announcement.Filter);
        Assert.Equal(
            LearningReasons.AnnouncementWithoutRecipients,
            (await Assert.ThrowsAsync<DomainException>(() => PublishAsync(room, new StudentFilter { State = EnrollmentState.Ended }))).Reason
        );
    }

    /// <summary>A part that was saved is done; whatever was under way is done again as a whole, by whichever run.</summary>
    [Fact]
    public async Task ManyParts_SentByRunsThatDieAndRunsAtOnce_ReachEverybodyOnce()
    {
        var room = await Classroom.OpenAsync(school);
        const int Students = (2 * SendAnnouncement.PartSize) + 37;
        await FillAsync(room, Students);
        var published = await PublishAsync(room);
        using (var dying = new CancellationTokenSource())
        {
            // Dies wherever it is when the first part has just been saved.
            var run = school.DoAsync<SendAnnouncement>(s => s.ExecuteAsync(published.Id, dying.Token));
            await Wait.UntilAsync("The first part", async () => (await ReadAsync(published.Id)).Parts > 0);
            await dying.CancelAsync();
            await Record.ExceptionAsync(() => run);
        }

        await Task.WhenAll(SendAsync(published.Id), SendAsync(published.Id), SendAsync(published.Id));
        var sent = await ReadAsync(published.Id);
        Assert.Equal((Students, 3, AnnouncementState.Sent), (sent.SentCount, sent.Parts, sent.State));
        Assert.Equal(Students, await school.ReadAsync(db => db.AnnouncementRecipients.CountAsync(r => r.AnnouncementId == published.Id)));
        var told = await ToldAsync(published.Id);
        Assert.Equal((Students, Students), (told.Count, told.Distinct().Count()));
        Assert.Equal(
            3,
            await school.ReadAsync(db =>
                db.OutboxMessages.CountAsync(m => m.Kind == AnnouncementMailsWork.Kind && m.DeduplicationKey.StartsWith($"{published.Id}:"))
            )
        );
    }

    [Fact]
    public async Task ACourse_HasSoManyADay()
    {
        var room = await Classroom.OpenAsync(school);
        await room.EnrollAsync();
        await PublishAsync(room);
        school.Clock.Advance(TimeSpan.FromHours(1));
        await PublishAsync(room);
        Assert.Equal((1, 0), await PreviewAsync(room));
        var refusal = await Assert.ThrowsAsync<DomainException>(() => PublishAsync(room));
        Assert.Equal(LearningReasons.AnnouncementsExhausted, refusal.Reason);
        Assert.InRange(refusal.RetryAfter!.Value, TimeSpan.FromHours(22.9), TimeSpan.FromHours(23));
        school.Clock.Advance(refusal.RetryAfter.Value + TimeSpan.FromSeconds(1));
        await PublishAsync(room);
        Assert.Equal(3, (await ListAsync(room, room.Owner)).Count);
    }

    [Fact]
    public async Task OfTwoAtOnce_TheDaysLastOneIsOne()
    {
        var room = await Classroom.OpenAsync(school);
        await room.EnrollAsync();
        await PublishAsync(room);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Record.ExceptionAsync(() => PublishAsync(room)).AsTask()));
        Assert.Equal(3, outcomes.Count(fault => fault is DomainException refusal && refusal.Reason == LearningReasons.AnnouncementsExhausted));
        Assert.Equal(2, (await ListAsync(room, room.Owner)).Count);
    }

    [Fact]
    public async Task AnAssistantReads_AndWritesNothing()
    {
        var room = await Classroom.OpenAsync(school);
        await room.EnrollAsync();
        var (editor, assistant) = (await room.CoAuthorAsync(AuthorRole.Editor), await room.CoAuthorAsync(AuthorRole.Assistant));
        await PublishAsync(room, caller: editor);
        Assert.True(Assert.Single(await ListAsync(room, assistant)).IsForAuthor);
        Assert.Equal(AuthorReasons.AuthorRoleMissing, (await Assert.ThrowsAsync<DomainException>(() => PublishAsync(room, caller: assistant))).Reason);
        var stranger = await school.InstructorAsync();
        Assert.Equal(CatalogReasons.CourseNotFound, (await Assert.ThrowsAsync<DomainException>(() => PublishAsync(room, caller: stranger))).Reason);
        Assert.Equal(CatalogReasons.CourseNotFound, (await Assert.ThrowsAsync<DomainException>(() => ListAsync(room, stranger))).Reason);
    }

    [Fact]
    public async Task WhoLeftBeforeTheMailWasSent_GetsNone_AndWhoHadManyNeither()
    {
        var room = await Classroom.OpenAsync(school);
        var (left, flooded, other) = (await room.EnrollAsync(source: "orders/soon"), await room.EnrollAsync(), await room.EnrollAsync());
        var address = await AddressAsync(flooded);
        await school.DoAsync<MailBudget>(async budget =>
        {
            while (await budget.TakeAsync(address, MailRoom.Others, CancellationToken.None)) { }
        });
        var published = await PublishAsync(room);
        await SendAsync(published.Id);
        await room.ChangeAsync("orders/soon", GrantState.Revoked);
        await DeliverAsync(published.Id);
        Assert.Equal((0, 0, 1), ((await MailsAsync(left)).Count, (await MailsAsync(flooded)).Count, (await MailsAsync(other)).Count));
        Assert.False(await school.ReadAsync(db => db.AnnouncementRecipients.AnyAsync(r => r.AnnouncementId == published.Id && r.MailedAt == null)));
    }

    private Task<(int, int)> PreviewAsync(Classroom room, StudentFilter? filter = null) =>
        school.DoAsync<PreviewAnnouncement, (int, int)>(p => p.ExecuteAsync(room.Owner, room.Course.Id, filter ?? StudentFilter.All, CancellationToken.None));

    private Task<Announcement> PublishAsync(Classroom room, StudentFilter? filter = null, Actor? caller = null) =>
        school.DoAsync<PublishAnnouncement, Announcement>(p =>
            p.ExecuteAsync(caller ?? room.Owner, room.Course.Id, "News", Text, filter ?? StudentFilter.All, CancellationToken.None)
        );

    private Task SendAsync(Guid id) => school.DoAsync<SendAnnouncement>(s => s.ExecuteAsync(id, CancellationToken.None));

    private Task<Announcement> ReadAsync(Guid id) => school.ReadAsync(db => db.Announcements.AsNoTracking().SingleAsync(a => a.Id == id));

    private async Task<IReadOnlyList<AnnouncementView>> ListAsync(Classroom room, Actor caller) =>
        (
            await school.DoAsync<ListAnnouncements, Page<AnnouncementView>>(l =>
                l.ExecuteAsync(caller, room.Course.Id, new PageRequest(50, null), CancellationToken.None)
            )
        ).Items;

    /// <summary>What the outbox's pump and the jobs do.</summary>
    private async Task DeliverAsync(Guid id, bool mails = true)
    {
        var requests = await school.ReadAsync(db => db.OutboxMessages.Where(m => m.Kind == FeedEventWork.Many).ToListAsync());
        var ours = requests.Where(m => m.Payload.Contains(id.ToString(), StringComparison.Ordinal)).Select(m => m.Id).ToList();
        await school.DoAsync<PublishUserEvents>(p => p.ExecuteAsync(ours, CancellationToken.None));
        for (var part = 1; mails && part <= (await ReadAsync(id)).Parts; part++)
        {
            var number = part;
            await school.DoAsync<SendAnnouncementEmails>(s => s.ExecuteAsync(id, number, CancellationToken.None));
        }
    }

    private async Task<int> EventsAsync(Seat seat, Guid id) => (await ToldAsync(id)).Count(user => user == seat.Student.UserId);

    /// <summary>The users in whose feeds it is, once for each time.</summary>
    private async Task<List<Guid>> ToldAsync(Guid id)
    {
        await DeliverAsync(id, mails: false);
        var events = await school.ReadAsync(db => db.UserEvents.Where(e => e.Kind == AnnouncementPublished.Kind).ToListAsync());
        return [.. events.Where(e => e.Payload.Contains(id.ToString(), StringComparison.Ordinal)).Select(e => e.UserId)];
    }

    private Task<string> AddressAsync(Seat seat) =>
        school.ReadAsync(db => db.Users.Where(u => u.Id == seat.Student.UserId).Select(u => u.EmailNormalized).SingleAsync());

    private async Task<IReadOnlyList<string>> MailsAsync(Seat seat) => await Mails.ToAsync(await AddressAsync(seat));

    /// <summary>Many students, straight into the tables.</summary>
    private Task<int> FillAsync(Classroom room, int students)
    {
        var now = school.Clock.GetUtcNow();
        return school.ReadAsync(async db =>
        {
            for (var i = 0; i < students; i++)
            {
                var user = new Domain.Identity.User($"{Guid.NewGuid():N}@eschool.test", $"Student {i}", "$argon2id$", now);
                db.Users.Add(user);
                db.Enrollments.Add(new Enrollment(user.Id, room.Course.Id, room.Course.VersionId, now));
            }

            return await db.SaveChangesAsync();
        });
    }
}

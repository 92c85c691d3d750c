using System.Security.Cryptography;
using System.Text;
using ESchool.Application.Learning.Progress;
using ESchool.Application.Learning.Students;
using ESchool.Application.Typesetting.Tables;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Domain.Catalog.Authors;
using ESchool.Domain.Certificates;
using ESchool.Domain.Learning;
using ESchool.Domain.Payments.Checkout;
using ESchool.Domain.Payments.Gifts;
using ESchool.Tests.Support;

namespace ESchool.Application.Tests.Learning.Reports;

/// <summary>The students of a course, as its authors see them.</summary>
public sealed class RosterTests(SchoolFixture fixture) : IClassFixture<SchoolFixture>
{
    private readonly TestSchool school = fixture.School;

    [Fact]
    public async Task EveryOrder_ListsEveryStudentOnce_AcrossPages()
    {
        var room = await Classroom.OpenAsync(school);
        var seats = new List<Seat>();
        for (var i = 0; i < 7; i++)
        {
            seats.Add(await room.EnrollAsync($"Student {i}"));
        }

        await room.ReadAsync(seats[2]);
        await room.ReadAsync(seats[4]);
        school.Clock.Advance(TimeSpan.FromHours(1));
        await room.WatchAsync(seats[0], 0, 20);
        await room.WatchAsync(seats[4], 0, 100);
        var expected = new Dictionary<StudentOrder, int[]>
        {
            [StudentOrder.Newest] = [6, 5, 4, 3, 2, 1, 0],
            [StudentOrder.LastSeen] = [4, 0, 2],
            [StudentOrder.LongestUnseen] = [1, 3, 5, 6, 2, 0, 4],
            [StudentOrder.MostProgress] = [4, 2],
            [StudentOrder.LeastProgress] = [],
        };
        foreach (var (order, first) in expected)
        {
            var listed = await ListAllAsync(room, order, size: 3);
            Assert.Equal(seats.Select(s => s.Student.UserId).Order(), listed.Select(r => r.StudentId).Order());
            Assert.Equal(first.Select(i => seats[i].Student.UserId), listed.Take(first.Length).Select(r => r.StudentId));
        }

        var least = await ListAllAsync(room, StudentOrder.LeastProgress, size: 2);
        Assert.Equal([0, 0, 0, 0, 0, 5_000, 10_000], least.Select(r => r.ProgressBasisPoints));
    }

    [Fact]
    public async Task ARow_TellsWhatTheEnrollmentTells_AndNoAddress()
    {
        var room = await Classroom.OpenAsync(school);
        var seat = await room.EnrollAsync("Emmy Noether");
        var fresh = Assert.Single((await room.ListAsync()).Items);
        Assert.Equal(
            ("Emmy Noether", EnrollmentState.Active, 0, 0, 2),
            (fresh.DisplayName, fresh.State, fresh.ProgressBasisPoints, fresh.CompletedLessons, fresh.RequiredLessons)
        );
        Assert.Equal((null, null, null), (fresh.StartedAt, fresh.CompletedAt, fresh.CertifiedAt));

        await room.ReadAsync(seat);
        await room.WatchAsync(seat, 0, 100);
        var facts = new CertificateFacts("Emmy Noether", "Compilers in an Afternoon", 1, "Grace Hopper", 2, school.Clock.GetUtcNow());
        var id = Guid.CreateVersion7();
        await school.SaveAsync(
            new Certificate(
                id,
                CertificateSerial.Of(id),
                seat.EnrollmentId,
                seat.Student.UserId,
                facts,
                RandomNumberGenerator.GetBytes(32),
                school.Clock.GetUtcNow()
            )
        );
        var done = Assert.Single((await room.ListAsync()).Items);
        Assert.Equal((10_000, 2), (done.ProgressBasisPoints, done.CompletedLessons));
        Assert.NotNull(done.StartedAt);
        Assert.NotNull(done.CompletedAt);
        Assert.NotNull(done.CertifiedAt);
        Assert.DoesNotContain(typeof(StudentRow).GetProperties(), p => p.Name.Contains("mail", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task HowAStudentCame_IsWhatGivesAccessNow()
    {
        var room = await Classroom.OpenAsync(school);
        var offer = new Offer(
            room.Course.Id,
            room.Owner.UserId,
            "Compilers",
            Quote.Of(new Money(4_900, "EUR"), 2_000),
            Gift: new GiftCard("friend@eschool.test", "")
        );
        var gift = new Order((await school.StudentAsync()).UserId, Guid.NewGuid(), offer, school.Clock.GetUtcNow());
        await school.SaveAsync(gift);
        var bought = await room.EnrollAsync();
        var given = await room.EnrollAsync(source: $"orders/{gift.Id}");
        var member = await room.EnrollAsync(source: "subscriptions/one");
        var granted = await room.EnrollAsync(source: "grants/one");
        await Expect(bought, StudentOrigin.Purchase);
        await Expect(given, StudentOrigin.Gift);
        await Expect(member, StudentOrigin.Membership);
        await Expect(granted, StudentOrigin.Grant);

        await room.GrantAsync(bought.Student, "subscriptions/two");
        await Expect(bought, StudentOrigin.Membership);
        await room.ChangeAsync("subscriptions/two", GrantState.Ended);
        await Expect(bought, StudentOrigin.Purchase);

        async Task Expect(Seat seat, StudentOrigin origin) =>
            Assert.Equal(origin, (await room.ListAsync()).Items.Single(r => r.StudentId == seat.Student.UserId).Origin);
    }

    [Fact]
    public async Task AFilter_KeepsThoseWhoFit()
    {
        var room = await Classroom.OpenAsync(school);
        var (never, half, done, ended) = (
            await room.EnrollAsync(),
            await room.EnrollAsync(),
            await room.EnrollAsync(),
            await room.EnrollAsync(source: "orders/back")
        );
        await room.ReadAsync(half);
        await room.ReadAsync(ended);
        await room.ChangeAsync("orders/back", GrantState.Revoked);
        var between = school.Clock.GetUtcNow().AddMinutes(5);
        school.Clock.Advance(TimeSpan.FromMinutes(10));
        await room.ReadAsync(done);
        await room.WatchAsync(done, 0, 100);

        await Expect(new StudentFilter { State = EnrollmentState.Ended }, ended);
        await Expect(new StudentFilter { State = EnrollmentState.Active }, done, half, never);
        await Expect(new StudentFilter { MinimumProgress = 5_000 }, ended, done, half);
        await Expect(new StudentFilter { MinimumProgress = 1, MaximumProgress = 9_999 }, ended, half);
        await Expect(new StudentFilter { MaximumProgress = 0 }, never);
        await Expect(new StudentFilter { NotSeenSince = between }, ended, half, never);
        await Expect(new StudentFilter { Completed = true }, done);
        await Expect(new StudentFilter { Completed = false, State = EnrollmentState.Active }, half, never);

        async Task Expect(StudentFilter filter, params Seat[] seats) =>
            Assert.Equal(seats.Select(s => s.Student.UserId), (await room.ListAsync(filter: filter)).Items.Select(r => r.StudentId));
    }

    [Theory]
    [InlineData("ada", "Ada Lovelace")]
    [InlineData("LOVE", "Ada Lovelace")]
    [InlineData("100%", "100% Sure")]
    [InlineData("%", "100% Sure")]
    [InlineData("_", "under_score")]
    [InlineData("\\", "back\\slash")]
    [InlineData("伟", "王伟")]
    public async Task PartOfAName_IsFound_AndMeansItself(string part, string expected)
    {
        var room = await Classroom.OpenAsync(school);
        foreach (var name in new[] { "Ada Lovelace", "100% Sure", "under_score", "back\\slash", "王伟" })
        {
            await room.EnrollAsync(name);
        }

        Assert.Equal([expected], (await room.ListAsync(name: part)).Items.Select(r => r.DisplayName));
    }

    [Fact]
    public async Task AnErasedStudent_StaysWithoutAName_AndIsFoundByNone()
    {
        var room = await Classroom.OpenAsync(school);
        var (stays, goes) = (await room.EnrollAsync("Stays"), await room.EnrollAsync("Goes Away"));
        await room.ReadAsync(goes);
        await room.EraseAsync(goes);
        var rows = (await room.ListAsync()).Items;
        Assert.Equal(["", "Stays"], rows.Select(r => r.DisplayName));
        Assert.Equal(5_000, rows[0].ProgressBasisPoints);
        Assert.Empty((await room.ListAsync(name: "Erased")).Items);
        Assert.Empty((await room.ListAsync(name: "Goes")).Items);
        Assert.Equal(stays.Student.UserId, rows[1].StudentId);
    }

    [Fact]
    public async Task BeingSeen_IsKeptToTenMinutes()
    {
        var room = await Classroom.OpenAsync(school);
        var seat = await room.EnrollAsync();
        await room.WatchAsync(seat, 0, 5);
        var first = (await room.ListAsync()).Items[0].LastSeenAt;
        await room.WatchAsync(seat, 5, 10);
        Assert.Equal(first, (await room.ListAsync()).Items[0].LastSeenAt);

        // The playback stays open; only reports come.
        school.Clock.Advance(TimeSpan.FromMinutes(11));
        await room.WatchAsync(seat, 10, 15);
        var second = (await room.ListAsync()).Items[0].LastSeenAt;
        Assert.True(second - first >= Enrollment.SeenInterval);
        school.Clock.Advance(TimeSpan.FromMinutes(11));
        await school.DoAsync<GetLesson>(g => g.ExecuteAsync(seat.Student, seat.EnrollmentId, room.Course.ArticleLessonId, CancellationToken.None));
        Assert.True((await room.ListAsync()).Items[0].LastSeenAt - second >= Enrollment.SeenInterval);
    }

    [Fact]
    public async Task OnlyThoseWhoWorkOnTheCourse_SeeItsStudents()
    {
        var room = await Classroom.OpenAsync(school);
        var seat = await room.EnrollAsync();
        foreach (var role in new[] { AuthorRole.Assistant, AuthorRole.Editor })
        {
            Assert.Single((await room.ListAsync(caller: await room.CoAuthorAsync(role))).Items);
        }

        foreach (var stranger in new[] { seat.Student, await school.InstructorAsync(), await school.AdminAsync() })
        {
            Assert.Equal(CatalogReasons.CourseNotFound, (await Assert.ThrowsAsync<DomainException>(() => room.ListAsync(caller: stranger))).Reason);
        }
    }

    [Fact]
    public async Task OneStudent_IsExplained_AsToThemselves()
    {
        var room = await Classroom.OpenAsync(school);
        var seat = await room.EnrollAsync();
        await room.WatchAsync(seat, 0, 40);
        var told = await school.DoAsync<ExplainProgress, ProgressReport>(e => e.ExecuteAsync(seat.Student, seat.EnrollmentId, CancellationToken.None));
        var seen = await GetAsync(seat.Student.UserId);
        Assert.Equal(
            told.Lessons.Select(l => (l.Lesson.LessonId, l.Complete, l.Explanation)),
            seen.Progress.Lessons.Select(l => (l.Lesson.LessonId, l.Complete, l.Explanation))
        );
        Assert.Equal(told.Lessons[0].Watched, seen.Progress.Lessons[0].Watched);
        var stranger = await school.StudentAsync();
        Assert.Equal(LearningReasons.StudentNotFound, (await Assert.ThrowsAsync<DomainException>(() => GetAsync(stranger.UserId))).Reason);

        Task<StudentReport> GetAsync(Guid student) =>
            school.DoAsync<GetStudent, StudentReport>(g => g.ExecuteAsync(room.Owner, room.Course.Id, student, CancellationToken.None));
    }

    [Fact]
    public async Task AnExport_IsCsvThatSpreadsheetsRead_AndDoNotRun()
    {
        await school.PrepareStorageAsync();
        var room = await Classroom.OpenAsync(school);
        foreach (var name in new[] { "=HYPERLINK(\"http://evil\")", "+1", "-1", "@SUM(A1)", "Ada, \"the\" First", "王伟" })
        {
            await room.EnrollAsync(name);
        }

        var exported = await school.DoAsync<ExportStudents, ExportedStudents>(e =>
            e.ExecuteAsync(room.Owner, room.Course.Id, StudentFilter.All, "", TableFormat.Csv, CancellationToken.None)
        );
        using var http = new HttpClient();
        var bytes = await http.GetByteArrayAsync(new Uri(exported.Url));
        Assert.Equal(Encoding.UTF8.GetPreamble(), bytes[..3]);
        var lines = Encoding.UTF8.GetString(bytes[3..]).Split("\r\n");
        Assert.Equal("name,user,enrolled,access,origin,progress_percent,completed_lessons,required_lessons,last_seen,completed,certificate", lines[0]);
        Assert.Equal(
            ["王伟", "\"Ada, \"\"the\"\" First\"", "'@SUM(A1)", "'-1", "'+1", "\"'=HYPERLINK(\"\"http://evil\"\")\""],
            lines[1..^1].Select(line => line[..line.IndexOf(",users/", StringComparison.Ordinal)])
        );
        Assert.Equal((6, ""), (exported.Students, lines[^1]));
        Assert.All(lines[1..^1], line => Assert.Contains(",active,purchase,0.00,0,2,,,", line, StringComparison.Ordinal));
        Assert.DoesNotContain("eschool.test", Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnExport_HasTheStudentsOfTheFilter()
    {
        await school.PrepareStorageAsync();
        var room = await Classroom.OpenAsync(school);
        await room.EnrollAsync("Left Out");
        await room.ReadAsync(await room.EnrollAsync("Half Way"));
        var exported = await school.DoAsync<ExportStudents, ExportedStudents>(e =>
            e.ExecuteAsync(room.Owner, room.Course.Id, new StudentFilter { MinimumProgress = 5_000 }, "way", TableFormat.Csv, CancellationToken.None)
        );
        using var http = new HttpClient();
        var text = await http.GetStringAsync(new Uri(exported.Url));
        Assert.Equal(1, exported.Students);
        Assert.Contains("Half Way", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Left Out", text, StringComparison.Ordinal);
    }

    private static async Task<List<StudentRow>> ListAllAsync(Classroom room, StudentOrder order, int size)
    {
        var (rows, after) = (new List<StudentRow>(), (string?)null);
        do
        {
            var page = await room.ListAsync(order, size: size, after: after);
            rows.AddRange(page.Items);
            after = page.Next;
        } while (after is not null);

        return rows;
    }
}

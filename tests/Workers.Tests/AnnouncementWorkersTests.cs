using ESchool.Application.Learning.Announcements;
using ESchool.Domain.Learning;
using ESchool.Domain.Learning.Announcements;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Workers.Tests;

/// <summary>An announcement goes to many students through the real Workers, which are killed meanwhile.</summary>
public sealed class AnnouncementWorkersTests : IAsyncLifetime
{
    /// <summary>Parts of 200, and the last is not full.</summary>
    private const int Students = 900;

    /// <summary>How many jobs send mails of announcements at a time.</summary>
    private const int MailJobs = 2;

    private readonly PickyMailServer mails = new();
    private TestSchool school = null!;
    private SchoolProcess? workers;

    public async ValueTask InitializeAsync()
    {
        school = await TestSchool.OpenAsync();
        await SchoolProcess.RunVerbAsync(school.Database, "migrate");
    }

    public async ValueTask DisposeAsync()
    {
        await (workers?.DisposeAsync() ?? ValueTask.CompletedTask);
        await school.DisposeAsync();
        mails.Dispose();
    }

    [Fact]
    public async Task KilledAmongTheParts_AndAmongTheMails_EverybodyGetsOneEventAndOneMail()
    {
        var course = await school.PublishedCourseAsync();
        await EnrollAsync(course);
        var published = await school.DoAsync<PublishAnnouncement, Announcement>(p =>
            p.ExecuteAsync(course.Instructor, course.Id, "News", "Something new.", StudentFilter.All, CancellationToken.None)
        );
        mails.HoldAfter(0);
        await StartAsync();
        await Wait.UntilAsync("The first part", async () => (await ReadAsync(published)).SentCount > 0);
        await KillAsync();
        mails.Release();
        await Wait.UntilAsync("Its senders to be gone", () => Task.FromResult(mails.Held == 0));

        mails.HoldAfter(50);
        await StartAsync();
        await Wait.UntilAsync("Mails on their way", () => Task.FromResult(mails.Held == MailJobs), seconds: 150);
        await KillAsync();
        Assert.InRange(mails.Recipients.Count, 50, 50 + MailJobs);

        mails.Release();
        await StartAsync();
        await Wait.UntilAsync("The last mail", () => IsDoneAsync(published), seconds: 150);
        var done = await ReadAsync(published);
        Assert.Equal((AnnouncementState.Sent, Students, Students), (done.State, done.RecipientCount, done.SentCount));
        await Wait.UntilAsync("The events", async () => (await EventsAsync()).Count >= Students);
        Assert.Equal(Enumerable.Repeat(1, Students), await EventsAsync());
        Assert.Equal(Students, mails.Recipients.Count);
        Assert.Equal(Students, mails.Recipients.Distinct().Count());
    }

    private async Task StartAsync() =>
        workers = await SchoolProcess.StartWorkersAsync(school.Database, ("Smtp__Host", "127.0.0.1"), ("Smtp__Port", $"{mails.Port}"));

    private async Task KillAsync()
    {
        workers!.Kill();
        await workers.DisposeAsync();
    }

    private Task<bool> IsDoneAsync(Announcement announcement) =>
        school.ReadAsync(async db =>
            await db.Announcements.AnyAsync(a => a.Id == announcement.Id && a.State == AnnouncementState.Sent)
            && !await db.AnnouncementRecipients.AnyAsync(r => r.AnnouncementId == announcement.Id && r.MailedAt == null)
        );

    /// <summary>How many events of the announcement each student has who has any.</summary>
    private Task<List<int>> EventsAsync() =>
        school.ReadAsync(db =>
            db.UserEvents.Where(e => e.Kind == "announcement.published").GroupBy(e => e.UserId).Select(group => group.Count()).ToListAsync()
        );

    private Task<Announcement> ReadAsync(Announcement announcement) =>
        school.ReadAsync(db => db.Announcements.AsNoTracking().SingleAsync(a => a.Id == announcement.Id));

    /// <summary>One student and enrollment is made as always; the others are copies of these with ids and addresses of their own.</summary>
    private async Task EnrollAsync(PublishedTestCourse course)
    {
        var first = await school.StudentAsync();
        var enrollment = await school.EnrollmentAsync(first, course);
        await school.ReadAsync(db =>
            db.Database.ExecuteSqlAsync(
                $"""
                WITH copies AS (SELECT n, gen_random_uuid() AS user_id FROM generate_series(2, {Students}) AS n),
                users AS (
                    INSERT INTO identity.users SELECT (jsonb_populate_record(u, jsonb_build_object('id', c.user_id, 'email', c.n || '@students.test',
                        'email_normalized', c.n || '@students.test'))).*
                    FROM copies c, identity.users u WHERE u.id = {first.UserId} RETURNING id
                )
                INSERT INTO learning.enrollments SELECT (jsonb_populate_record(e, jsonb_build_object('id', gen_random_uuid(), 'student_id', users.id))).*
                FROM users, learning.enrollments e WHERE e.id = {enrollment}
                """
            )
        );
    }
}

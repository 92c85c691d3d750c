using ESchool.Application.Learning.Progress;
using ESchool.Application.Learning.Watching;
using ESchool.Application.Work;
using ESchool.Domain;
using ESchool.Domain.Learning;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Learning;

public sealed class RecordWatchTests(SchoolFixture fixture) : IClassFixture<SchoolFixture>
{
    private readonly TestSchool school = fixture.School;

    [Fact]
    public async Task Skipping_ToTheEnd_IsClippedToWhatTheClockAllows()
    {
        var start = school.Clock.GetUtcNow();
        var (student, course, enrollment) = await EnrolledAsync();
        var result = await ReportAsync(student, enrollment, course, Guid.NewGuid(), 1, 0, 100);
        Assert.True(result.Clipped);
        Assert.InRange(result.CreditedSeconds, 3, MostAllowedSince(start));
        Assert.False(result.LessonComplete);
    }

    [Fact]
    public async Task AReport_SentAgain_ChangesNothing_AndIsAnsweredAsTheFirstTime()
    {
        var (student, course, enrollment) = await EnrolledAsync();
        var session = Guid.NewGuid();
        school.Clock.Advance(TimeSpan.FromSeconds(10));
        var first = await ReportAsync(student, enrollment, course, session, 1, 0, 10);
        school.Clock.Advance(TimeSpan.FromSeconds(10));
        var again = await ReportAsync(student, enrollment, course, session, 1, 10, 20);
        Assert.Equal(10, first.CreditedSeconds);
        Assert.Equal(first, again);
    }

    /// <summary>A line that was lost for ten minutes: 40 reports of 15 seconds arrive at once, and again when their answers are lost.</summary>
    [Fact]
    public async Task ReportsThatALostLineHeldUp_EarnInFull_AndAreAnsweredTheSameWhenSentAgain()
    {
        var (student, course, enrollment) = await EnrolledAsync(videoSeconds: 600);
        school.Clock.Advance(TimeSpan.FromMinutes(10));
        var session = Guid.NewGuid();
        var first = await ReportAllAsync();
        Assert.All(first, result => Assert.Equal((15, false), (result.CreditedSeconds, result.Clipped)));
        Assert.True(first[^1].LessonComplete);
        Assert.Equal(first.Select(r => (r.CreditedSeconds, r.Clipped)), (await ReportAllAsync()).Select(r => (r.CreditedSeconds, r.Clipped)));

        async Task<List<WatchResult>> ReportAllAsync()
        {
            var results = new List<WatchResult>();
            for (var i = 0; i < 40; i++)
            {
                results.Add(await ReportAsync(student, enrollment, course, session, i + 1, i * 15, (i + 1) * 15));
            }

            return results;
        }
    }

    [Fact]
    public async Task WhereNothingWasOpened_NothingIsEarned()
    {
        var course = await school.PublishedCourseAsync(videoSeconds: 100);
        var student = await school.StudentAsync();
        var enrollment = await school.EnrollmentAsync(student, course);
        school.Clock.Advance(TimeSpan.FromHours(1));
        var refusal = await Refused.WithAsync(LearningReasons.PlaybackNotOpened, () => ReportAsync(student, enrollment, course, Guid.NewGuid(), 1, 0, 63));
        Assert.Equal($"enrollments/{enrollment}/lessons/{course.VideoLessonId}", refusal.Metadata["lesson"]);
        Assert.False(await school.ReadAsync(db => db.LessonProgress.AnyAsync(p => p.EnrollmentId == enrollment)));
    }

    [Fact]
    public async Task AnotherPlayback_OnASecondDevice_CostsNothingOfWhatWasPlayed()
    {
        var (student, course, enrollment) = await EnrolledAsync();
        school.Clock.Advance(TimeSpan.FromSeconds(14));
        await school.OpenAsync(student, enrollment, course);
        Assert.Equal(14, (await ReportAsync(student, enrollment, course, Guid.NewGuid(), 1, 0, 14)).CreditedSeconds);
    }

    [Fact]
    public async Task ReportsOfManyPlayersAtOnce_EarnNoMoreThanOneClockAllows()
    {
        var start = school.Clock.GetUtcNow();
        var (student, course, enrollment) = await EnrolledAsync();
        school.Clock.Advance(TimeSpan.FromSeconds(10));
        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => ReportAsync(student, enrollment, course, Guid.NewGuid(), 1, i * 5, (i * 5) + 5)));

        Assert.InRange(results.Sum(r => r.CreditedSeconds), 23, MostAllowedSince(start));
        var watched = await school.ReadAsync(db => db.LessonProgress.Where(p => p.EnrollmentId == enrollment).Select(p => p.Watched).SingleAsync());
        Assert.Equal(results.Sum(r => r.CreditedSeconds), watched.Seconds);
    }

    [Fact]
    public async Task FinishingTheLastLesson_CompletesTheCourse_AndAsksForOneCertificate()
    {
        var (student, course, enrollment) = await EnrolledAsync(withArticle: false);
        var session = Guid.NewGuid();
        WatchResult? last = null;
        for (var i = 0; i < 10; i++)
        {
            school.Clock.Advance(TimeSpan.FromSeconds(5));
            last = await ReportAsync(student, enrollment, course, session, i + 1, i * 10, (i * 10) + 10);
        }

        Assert.True(last!.LessonComplete);
        Assert.True(last.CourseComplete);
        await ReportAsync(student, enrollment, course, session, 11, 0, 10);
        Assert.Equal(
            1,
            await school.ReadAsync(db => db.OutboxMessages.CountAsync(m => m.Kind == CertificateWork.Kind && m.DeduplicationKey == enrollment.ToString()))
        );
    }

    [Fact]
    public async Task ReportsCreditedTogether_AreEachAnsweredForThemselves()
    {
        var (student, course, enrollment) = await EnrolledAsync();
        var others = await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(async _ =>
                {
                    var other = await school.StudentAsync();
                    return (Student: other, Enrollment: await OpenedAsync(other, course));
                })
        );
        school.Clock.Advance(TimeSpan.FromSeconds(10));
        var session = Guid.NewGuid();

        var good = others.Select(o => ReportAsync(o.Student, o.Enrollment, course, session, 1, 0, 5)).ToList();
        var foreign = ReportAsync(others[0].Student, enrollment, course, session, 1, 0, 5);
        var wrong = ReportAsync(student, enrollment, course, session, 1, 0, 500);
        var twice = Enumerable.Range(0, 5).Select(_ => ReportAsync(student, enrollment, course, session, 2, 10, 15)).ToList();

        Assert.All(await Task.WhenAll(good), result => Assert.Equal(5, result.CreditedSeconds));
        await Refused.WithAsync(LearningReasons.EnrollmentNotFound, () => foreign);
        await Refused.WithAsync(LearningReasons.WatchRangeInvalid, () => wrong);
        Assert.All(await Task.WhenAll(twice), result => Assert.Equal(5, result.CreditedSeconds));
        var watched = await school.ReadAsync(db => db.LessonProgress.Where(p => p.EnrollmentId == enrollment).Select(p => p.Watched).SingleAsync());
        Assert.Equal([new SecondRange(10, 15)], watched.Ranges);
    }

    [Fact]
    public async Task TwoReplicas_CreditTheSameStudents_WithoutDeadlockOrLoss()
    {
        await using var other = TestSchool.On(school.Database);
        var (_, course, _) = await EnrolledAsync();
        var students = await Task.WhenAll(
            Enumerable
                .Range(0, 10)
                .Select(async _ =>
                {
                    var student = await school.StudentAsync();
                    return (Student: student, Enrollment: await OpenedAsync(student, course));
                })
        );

        var reports = Enumerable
            .Range(1, 40)
            .SelectMany(sequence =>
                students.Select(
                    (s, i) =>
                        ((sequence + i) % 2 == 0 ? school : other).DoAsync<RecordWatch, WatchResult>(record =>
                            record.ExecuteAsync(
                                s.Student,
                                s.Enrollment,
                                course.VideoLessonId,
                                new WatchReport(s.Enrollment, sequence, [new SecondRange(sequence, sequence + 1)], 0),
                                CancellationToken.None
                            )
                        )
                )
            );
        await Task.WhenAll(reports);

        var enrollments = students.Select(s => s.Enrollment).ToList();
        var counted = await school.ReadAsync(db => db.WatchSessions.Where(s => enrollments.Contains(s.EnrollmentId)).Select(s => s.Sequences).ToListAsync());
        Assert.Equal(10, counted.Count);
        Assert.All(counted, sequences => Assert.Equal([new SecondRange(1, 41)], sequences.Ranges));
    }

    [Theory]
    [InlineData(5, 5)]
    [InlineData(9, 5)]
    [InlineData(-1, 5)]
    [InlineData(0, 102)]
    public async Task ARange_OutsideTheVideo_IsRefusedAndChangesNothing(int start, int end)
    {
        var (student, course, enrollment) = await EnrolledAsync();
        await Refused.WithAsync(LearningReasons.WatchRangeInvalid, () => ReportAsync(student, enrollment, course, Guid.NewGuid(), 1, start, end));
        Assert.Equal(0, (await school.ReadAsync(db => db.LessonProgress.SingleAsync(p => p.EnrollmentId == enrollment))).Watched.Seconds);
    }

    [Fact]
    public async Task SomebodyElsesEnrollment_IsNotFound()
    {
        var (_, course, enrollment) = await EnrolledAsync();
        var stranger = await school.StudentAsync();
        await Refused.WithAsync(LearningReasons.EnrollmentNotFound, () => ReportAsync(stranger, enrollment, course, Guid.NewGuid(), 1, 0, 5));
    }

    [Fact]
    public async Task Postgres_RefusesToShrinkProgress()
    {
        var (student, course, enrollment) = await EnrolledAsync();
        await ReportAsync(student, enrollment, course, Guid.NewGuid(), 1, 0, 3);
        var fault = await Record.ExceptionAsync(() =>
            school.DoAsync<Data.SchoolDbContext>(db =>
                db.Database.ExecuteSqlAsync($"UPDATE learning.lesson_progress SET watched = int4multirange() WHERE enrollment_id = {enrollment}")
            )
        );
        Assert.IsType<Npgsql.PostgresException>(fault);
    }

    [Fact]
    public async Task AnArticle_ConfirmedTooSoon_IsRefused_AndLaterIsNot()
    {
        var (student, course, enrollment) = await EnrolledAsync();
        await school.DoAsync<GetLesson, LessonView>(g => g.ExecuteAsync(student, enrollment, course.ArticleLessonId, CancellationToken.None));
        await Refused.WithAsync(
            LearningReasons.DwellTooShort,
            () => school.DoAsync<CompleteArticle>(c => c.ExecuteAsync(student, enrollment, course.ArticleLessonId, CancellationToken.None))
        );
        school.Clock.Advance(TimeSpan.FromSeconds(10));
        await school.DoAsync<CompleteArticle>(c => c.ExecuteAsync(student, enrollment, course.ArticleLessonId, CancellationToken.None));
        var report = await school.DoAsync<ExplainProgress, ProgressReport>(e => e.ExecuteAsync(student, enrollment, CancellationToken.None));
        Assert.Equal(1, report.Enrollment.CompletedLessons);
        Assert.Equal(5_000, report.Enrollment.ProgressBasisPoints);
    }

    /// <summary>Twice the time that passed, and three seconds.</summary>
    private int MostAllowedSince(DateTimeOffset start) => (int)((school.Clock.GetUtcNow() - start).TotalSeconds * 2) + 3;

    private async Task<(Actor Student, PublishedTestCourse Course, Guid Enrollment)> EnrolledAsync(bool withArticle = true, int videoSeconds = 100)
    {
        var course = await school.PublishedCourseAsync(videoSeconds, withArticle: withArticle);
        var student = await school.StudentAsync();
        return (student, course, await OpenedAsync(student, course));
    }

    private async Task<Guid> OpenedAsync(Actor student, PublishedTestCourse course)
    {
        var enrollment = await school.EnrollmentAsync(student, course);
        await school.OpenAsync(student, enrollment, course);
        return enrollment;
    }

    private Task<WatchResult> ReportAsync(Actor student, Guid enrollment, PublishedTestCourse course, Guid session, int sequence, int start, int end) =>
        school.DoAsync<RecordWatch, WatchResult>(r =>
            r.ExecuteAsync(
                student,
                enrollment,
                course.VideoLessonId,
                new WatchReport(session, sequence, [new SecondRange(start, end)], end * 1000L),
                CancellationToken.None
            )
        );
}

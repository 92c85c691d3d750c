using CsCheck;
using ESchool.Application.Learning.Progress;
using ESchool.Application.Work;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Learning;

/// <summary>When a course is complete, whatever becomes of its versions and of the access to it.</summary>
public sealed class CompletionTests(SchoolFixture fixture) : IClassFixture<SchoolFixture>
{
    private readonly TestSchool school = fixture.School;

    [Fact]
    public async Task WhoComesBackToAVersionThatAsksForLess_IsComplete_AndGetsTheCertificate()
    {
        var life = await CourseLife.BeginAsync(school);
        await life.FinishAsync(0);
        await life.GiveBackAsync();
        await life.PublishAsync(required: [true, false]);
        await life.BuyAsync();
        await life.RequireAgreementAsync();
        Assert.NotNull((await life.EnrollmentAsync()).CompletedAt);
        Assert.Equal(
            1,
            await school.ReadAsync(db =>
                db.OutboxMessages.CountAsync(m => m.Kind == CertificateWork.Kind && m.DeduplicationKey == life.EnrollmentId.ToString())
            )
        );
    }

    [Fact]
    public async Task WhoComesBackToALowerThreshold_IsComplete()
    {
        var life = await CourseLife.BeginAsync(school);
        await life.FinishAsync(1);
        await life.WatchAsync(0, 60);
        await life.GiveBackAsync();
        await life.PublishAsync(thresholdBasisPoints: 5_000);
        await life.BuyAsync();
        Assert.NotNull((await life.EnrollmentAsync()).CompletedAt);
        await life.RequireAgreementAsync();
    }

    [Fact]
    public async Task ALesson_ThatGetsAnotherVideo_StaysComplete_WhileItsCoverageBeginsAnew()
    {
        var life = await CourseLife.BeginAsync(school);
        await life.FinishAsync(0);
        await life.GiveBackAsync();
        await life.PublishAsync(replacesVideo: true);
        await life.BuyAsync();
        var lesson = (await life.ExplainAsync()).Lessons[0];
        Assert.Equal((true, 0), (lesson.Complete, lesson.Watched.Seconds));
        Assert.True((await life.WatchAsync(0, 5)).LessonComplete);
    }

    [Fact]
    public async Task ARowThatIsStuck_IsRepaired_Once()
    {
        var life = await CourseLife.BeginAsync(school);
        await life.FinishAsync(0);
        var second = await life.PublishAsync(required: [true, false]);
        await school.ReadAsync(db =>
            db.Database.ExecuteSqlAsync($"UPDATE learning.enrollments SET curriculum_version_id = {second} WHERE id = {life.EnrollmentId}")
        );
        Assert.Equal(1, await school.DoAsync<RepairCompletions, int>(r => r.ExecuteAsync(CancellationToken.None)));
        Assert.Equal(0, await school.DoAsync<RepairCompletions, int>(r => r.ExecuteAsync(CancellationToken.None)));
        Assert.NotNull((await life.EnrollmentAsync()).CompletedAt);
        await life.RequireAgreementAsync();
    }

    /// <summary>A student is complete exactly when nothing required is missing, says every call, in any history.</summary>
    [Fact]
    public async Task EnrollmentExplanationAndCertificate_NeverDisagree() =>
        await Gen.Int[0, 6]
            .Array[1, 12]
            .SampleAsync(
                async steps =>
                {
                    var life = await CourseLife.BeginAsync(school);
                    var random = new Random(steps.Aggregate(17, (hash, step) => (hash * 31) + step));
                    foreach (var step in steps)
                    {
                        await (
                            step switch
                            {
                                0 => life.GiveBackAsync(),
                                1 => life.BuyAsync(),
                                2 => life.FinishAsync(random.Next(2)),
                                3 => life.WatchAsync(0, random.Next(1, 100)),
                                4 => life.PublishAsync(
                                    required: [random.Next(2) == 0, true],
                                    thresholdBasisPoints: random.Next(1, 10_001),
                                    replacesVideo: random.Next(3) == 0
                                ),
                                5 => life.AcceptAsync(),
                                _ => life.PublishAsync(required: [true, random.Next(2) == 0]),
                            }
                        );
                        await life.RequireAgreementAsync();
                    }

                    return true;
                },
                iter: 60,
                threads: 1
            );
}

using CsCheck;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Learning.Reports;

/// <summary>Where students stop: counts that are kept, and what a recount of their progress says.</summary>
public sealed class EngagementTests(SchoolFixture fixture) : IClassFixture<SchoolFixture>
{
    private readonly TestSchool school = fixture.School;

    [Fact]
    public async Task TheFiguresOfACourse_AreCurrent_FoldedOrNot()
    {
        var room = await Classroom.OpenAsync(school, videoSeconds: 1_000);
        var (never, begins, reads) = (await room.EnrollAsync(), await room.EnrollAsync(), await room.EnrollAsync());
        await room.WatchAsync(begins, 0, 24);
        await room.WatchAsync(reads, 0, 16);
        await room.ReadAsync(reads);
        await ExpectAsync();
        Assert.NotEqual(0, await room.FoldAsync());
        await ExpectAsync();
        Assert.False(await school.ReadAsync(db => db.EngagementChanges.AnyAsync(c => c.CourseId == room.Course.Id)));
        Assert.Equal(0, await room.FoldAsync());
        Assert.NotEqual(never, reads);

        async Task ExpectAsync()
        {
            var seen = await room.EngagementAsync();
            Assert.Equal(
                (3, 2, 1, 1, 0, 0, 0),
                (
                    seen.Funnel.Enrolled,
                    seen.Funnel.Started,
                    seen.Funnel.Quarter,
                    seen.Funnel.Half,
                    seen.Funnel.ThreeQuarters,
                    seen.Funnel.Completed,
                    seen.Funnel.Certified
                )
            );
            Assert.Equal([(2, 0), (1, 1)], seen.Lessons.Select(l => (l.Opened, l.Completed)));
            Assert.Equal((100, 0), (seen.Lessons[0].Watched.Count, seen.Lessons[1].Watched.Count));

            // Buckets of ten seconds: the second student has four of the third one's seconds, the third student six of the second one's.
            Assert.Equal([2, 2, 0, 0], seen.Lessons[0].Watched.Take(4));
        }
    }

    [Fact]
    public async Task AReportThatIsSentAgain_CountsOnce()
    {
        var room = await Classroom.OpenAsync(school);
        var seat = await room.EnrollAsync();
        await room.WatchAsync(seat, 0, 10);
        await room.WatchAsync(seat, 0, 10);
        Assert.Equal(1, (await room.EngagementAsync()).Lessons[0].Watched[0]);
        Assert.Empty(await room.RecountAsync());
    }

    [Fact]
    public async Task ACourseNobodyBegan_HasZeros()
    {
        var room = await Classroom.OpenAsync(school, videoSeconds: 30);
        var seen = await room.EngagementAsync();
        Assert.Equal(0, seen.Funnel.Enrolled);
        Assert.Equal(Enumerable.Repeat(0, 30), seen.Lessons[0].Watched);
    }

    /// <summary>Students who come, learn at once with others, lose access and are erased: at any moment what is kept equals the recount.</summary>
    [Fact]
    public async Task WhatIsKept_EqualsTheRecount_InAnyHistory() =>
        await Gen.Select(Gen.Int[0, 7], Gen.Int[0, 3], Gen.Int[0, 99], Gen.Int[1, 60])
            .Array[1, 14]
            .SampleAsync(
                async steps =>
                {
                    var room = await Classroom.OpenAsync(school, videoSeconds: 137);
                    Seat[] seats = [await room.EnrollAsync(source: "orders/0"), await room.EnrollAsync(), await room.EnrollAsync(), await room.EnrollAsync()];
                    var gone = new HashSet<int>();
                    foreach (var (step, who, from, length) in steps)
                    {
                        if (gone.Contains(who) && step < 6)
                        {
                            continue;
                        }

                        switch (step)
                        {
                            case 0:
                                await room.ReadAsync(seats[who]);
                                break;
                            case 1:
                                await Task.WhenAll(
                                    Enumerable
                                        .Range(0, 4)
                                        .Where(i => !gone.Contains(i))
                                        .Select(i => room.WatchAsync(seats[i], from, Math.Min(137, from + length)))
                                );
                                break;
                            case 5:
                                await room.EraseAsync(seats[who]);
                                gone.Add(who);
                                break;
                            case 6:
                                await room.FoldAsync();
                                break;
                            default:
                                await room.WatchAsync(
                                    seats[gone.Count == 4 ? who : Enumerable.Range(0, 4).First(i => !gone.Contains(i))],
                                    from,
                                    Math.Min(137, from + length)
                                );
                                break;
                        }

                        Assert.Empty(await room.RecountAsync());
                    }

                    return true;
                },
                iter: 12,
                threads: 1
            );

    [Fact]
    public async Task WhatDiffers_IsTold_AndRepaired_WhileChangesWait()
    {
        var room = await Classroom.OpenAsync(school);
        var seat = await room.EnrollAsync();
        await room.WatchAsync(seat, 0, 10);
        await room.FoldAsync();
        await room.WatchAsync(seat, 10, 20);
        await school.ReadAsync(db =>
            db.Database.ExecuteSqlAsync(
                $"""
                UPDATE learning.lesson_engagement SET opened = 7 WHERE course_id = {room.Course.Id};
                DELETE FROM learning.bucket_engagement WHERE course_id = {room.Course.Id} AND bucket = 3;
                UPDATE learning.enrollments SET progress_basis_points = 1 WHERE id = {seat.EnrollmentId};
                """
            )
        );
        var found = await room.RecountAsync();
        Assert.Equal(3, found.Count);
        Assert.Equal(found, await room.RecountAsync(repair: true));
        Assert.Empty(await room.RecountAsync());
        await room.FoldAsync();
        Assert.Empty(await room.RecountAsync());
        Assert.Equal(Enumerable.Repeat(1, 20).Concat(Enumerable.Repeat(0, 80)), (await room.EngagementAsync()).Lessons[0].Watched);
    }

    [Fact]
    public async Task StudentsWhoWatchAtOnce_AndFoldsBetween_LoseNothing()
    {
        var room = await Classroom.OpenAsync(school);
        var seats = new List<Seat>();
        for (var i = 0; i < 12; i++)
        {
            seats.Add(await room.EnrollAsync());
        }

        await Task.WhenAll([.. seats.Select(seat => room.WatchAsync(seat, 0, 50)), .. Enumerable.Range(0, 4).Select(_ => room.FoldAsync())]);
        Assert.Equal((12, 12), ((await room.EngagementAsync()).Lessons[0].Watched[0], (await room.EngagementAsync()).Lessons[0].Opened));
        await room.FoldAsync();
        Assert.Empty(await room.RecountAsync());
        Assert.Equal(12, await school.ReadAsync(db => db.BucketEngagement.Where(b => b.CourseId == room.Course.Id && b.Bucket == 0).SumAsync(b => b.Students)));
    }
}

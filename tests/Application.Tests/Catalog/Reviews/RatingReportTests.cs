using ESchool.Application.Catalog.Reviews;
using ESchool.Application.Days;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Domain.Catalog.Reviews;
using ESchool.Domain.Learning;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Catalog.Reviews;

/// <summary>The days of a rating sum to the rating, in every time zone.</summary>
public sealed class RatingReportTests(SchoolFixture fixture) : IClassFixture<SchoolFixture>
{
    private readonly TestSchool school = fixture.School;

    [Theory]
    [InlineData("UTC", 1)]
    [InlineData("Asia/Kathmandu", 2)]
    [InlineData("America/St_Johns", 3)]
    public async Task WhatWasBefore_AndAllDays_SumToTheRating(string timeZone, int seed)
    {
        var (random, zone) = (new Random(seed), TimeZoneInfo.FindSystemTimeZoneById(timeZone));
        var course = await school.PublishedCourseAsync();
        var first = Today(zone).AddDays(2);
        var written = new List<(Actor Student, Review Review)>();
        for (var i = 0; i < 25; i++)
        {
            school.Clock.Advance(TimeSpan.FromHours(random.Next(1, 20)));
            var student = await school.LearnerAsync(course);
            written.Add((student, (await school.ReviewAsync(student, course, random.Next(2, 6))).Review));
            var (other, review) = written[random.Next(written.Count)];
            switch (random.Next(6))
            {
                case 0:
                    await school.HideAsync(await school.AdminAsync(), review);
                    break;
                case 1:
                    await school.PayAsync(other, course, GrantState.Revoked);
                    break;
                case 2 when await school.ReadAsync(db => db.Reviews.AnyAsync(r => r.Id == review.Id && r.State == ReviewState.Visible)):
                    await school.ChangeAsync(other, review, random.Next(2, 6));
                    break;
            }
        }

        var report = await ReportAsync(course, first, Today(zone), zone);
        var counts = report.Days.Aggregate(report.Before.Counts, (sum, day) => [.. sum.Zip(day.Counts, (a, b) => a + b)]);
        Assert.Equal(await school.CountsAsync(course), string.Join(' ', counts));
        Assert.Equal(counts, report.Days[^1].Until.Counts);
        var rated = await school.ReadAsync(db =>
            db.Reviews.Where(r => r.CourseId == course.Id && r.State == ReviewState.Visible).Select(r => new { r.RatedAt, r.Stars }).ToListAsync()
        );
        Assert.All(
            report.Days,
            day => Assert.Equal(Enumerable.Range(1, 5).Select(stars => rated.Count(r => r.Stars == stars && DayOf(r.RatedAt, zone) == day.Day.Day)), day.Counts)
        );
        Assert.True(report.Before.Count > 0, "Nothing was rated before the first day.");
    }

    [Fact]
    public async Task OnlyAuthorsReadIt()
    {
        var course = await school.PublishedCourseAsync();
        var stranger = await school.InstructorAsync();
        await Refused.WithAsync(
            CatalogReasons.CourseNotFound,
            () => ReportAsync(course, Today(TimeZoneInfo.Utc), Today(TimeZoneInfo.Utc), TimeZoneInfo.Utc, stranger)
        );
        Assert.Empty((await ReportAsync(course, Today(TimeZoneInfo.Utc), Today(TimeZoneInfo.Utc), TimeZoneInfo.Utc)).Days);
    }

    private Task<RatingReport> ReportAsync(PublishedTestCourse course, DateOnly first, DateOnly last, TimeZoneInfo zone, Actor? reader = null) =>
        school.DoAsync<ReportRatings, RatingReport>(r =>
            r.ExecuteAsync(reader ?? course.Instructor, course.Id, ZoneDay.Between(first, last, zone), CancellationToken.None)
        );

    private DateOnly Today(TimeZoneInfo zone) => DayOf(school.Clock.GetUtcNow(), zone);

    private static DateOnly DayOf(DateTimeOffset time, TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time, zone).DateTime);
}

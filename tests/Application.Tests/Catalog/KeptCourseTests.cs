using System.Text.RegularExpressions;
using ESchool.Application.Catalog.Storefront;
using ESchool.Application.Catalog.Storefront.Search;
using ESchool.Application.Tests.Catalog.Reviews;
using ESchool.Domain.Catalog;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ESchool.Application.Tests.Catalog;

/// <summary>Courses that are kept in memory are shown as they are now.</summary>
public sealed partial class KeptCourseTests : IAsyncLifetime
{
    private TestSchool school = null!;

    public async ValueTask InitializeAsync() => school = await TestSchool.OpenAsync();

    public ValueTask DisposeAsync() => school.DisposeAsync();

    [Fact]
    public async Task WhateverIsShownOfACourse_ChangesItsStamp()
    {
        var course = await school.PublishedCourseAsync();
        var shown = OfTable().Matches($"{PublishedColumns.Whole.Sql}, c.other_currencies, c.other_minor_units");
        Assert.Contains(shown, column => column.Value == "c.slug");
        Assert.Contains(shown, column => column.Value == "v.title");
        Assert.Contains(shown, column => column.Value == "k.threes");
        foreach (Match column in shown)
        {
            var before = await StampAsync(course.Id);
            var (table, key, name) = column.Groups[1].Value switch
            {
                "v" => ("curriculum_versions", "course_id", column.Groups[2].Value),
                "c" => ("courses", "id", column.Groups[2].Value),
                "k" => ("course_ratings", "course_id", column.Groups[2].Value),
                var other => throw new InvalidOperationException($"What is {other}?"),
            };
            await ByHandAsync($"UPDATE catalog.{table} SET {name} = {name} WHERE {key} = '{course.Id}'");
            Assert.True(before != await StampAsync(course.Id), $"{table}.{name}");
        }
    }

    [Fact]
    public async Task WhatChanged_IsShownAtOnce_AndWhatWentOffSaleNoMore()
    {
        var (course, learner) = (await school.PublishedCourseAsync(), await school.StudentAsync());
        await school.EnrollmentAsync(learner, course);
        await RequireAsync(course.Id, shown => shown.Price.MinorUnits > 0);
        await ByHandAsync($"UPDATE catalog.courses SET price_minor_units = 777 WHERE id = '{course.Id}'");
        await RequireAsync(course.Id, shown => shown.Price.MinorUnits == 777);
        await ByHandAsync($"UPDATE catalog.courses SET slug = 'elsewhere' WHERE id = '{course.Id}'");
        await RequireAsync(course.Id, shown => shown.Slug == "elsewhere");
        await ByHandAsync($"UPDATE catalog.course_ratings SET fours = 2 WHERE course_id = '{course.Id}'");
        await RequireAsync(course.Id, shown => shown.Rating.Counts[3] == 2);

        // The average stays, and there are more reviews.
        await ByHandAsync($"UPDATE catalog.course_ratings SET fours = 3 WHERE course_id = '{course.Id}'");
        await RequireAsync(course.Id, shown => shown.Rating.Counts[3] == 3);
        await ByHandAsync($"UPDATE identity.users SET display_name = 'G. Hopper' WHERE id = '{course.Instructor.UserId}'");
        await RequireAsync(course.Id, shown => shown.InstructorName == "G. Hopper");

        await ByHandAsync($"UPDATE catalog.courses SET published_version = 0 WHERE id = '{course.Id}'");
        Assert.Empty(await ListAsync());
        await Refused.WithAsync(CatalogReasons.CourseNotFound, () => GetAsync(course.Id));
    }

    /// <summary>Says of the course alone and in a list that it is so, and that it is kept: what is read again is the same object.</summary>
    private async Task RequireAsync(Guid courseId, Predicate<PublishedCourse> isSo)
    {
        var (alone, listed) = (await GetAsync(courseId), Assert.Single(await ListAsync()));
        Assert.True(isSo(alone));
        Assert.True(isSo(listed));
        Assert.Same(alone, await GetAsync(courseId));
        Assert.Same(listed, Assert.Single(await ListAsync()));
    }

    private Task<PublishedCourse> GetAsync(Guid courseId) => school.DoAsync<GetCourse, PublishedCourse>(g => g.ExecuteAsync(courseId, CancellationToken.None));

    private async Task<IReadOnlyList<PublishedCourse>> ListAsync() =>
        (
            await school.DoAsync<SearchCourses, FoundCourses>(s =>
                s.ExecuteAsync(CourseQuery.Of(""), new PageRequest(10, null), withFacets: false, CancellationToken.None)
            )
        )
            .Page
            .Items;

    private Task<string> StampAsync(Guid courseId) =>
        school.ReadAsync(db =>
            db.Database.SqlQuery<string>($"SELECT xmin::text AS \"Value\" FROM catalog.listings WHERE course_id = {courseId}").SingleAsync()
        );

    private async Task ByHandAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(school.Database.OwnerConnection);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }

    [GeneratedRegex(@"\b(v|c|k)\.(\w+)")]
    private static partial Regex OfTable();
}

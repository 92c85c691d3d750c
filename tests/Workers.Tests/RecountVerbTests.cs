using ESchool.Application.Learning.Engagement;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Workers.Tests;

/// <summary>The command line of an operator who has the counts of reports proved: the program as it is run, and how it ends.</summary>
public sealed class RecountVerbTests : IAsyncLifetime
{
    private const string Verb = "recount-engagement";

    private TestSchool school = null!;
    private PublishedTestCourse course = null!;

    public async ValueTask InitializeAsync()
    {
        school = await TestSchool.OpenAsync();
        course = await school.PublishedCourseAsync();
        var student = await school.StudentAsync();
        await school.OpenAsync(student, await school.EnrollmentAsync(student, course), course);
        await school.DoAsync<FoldEngagement>(f => f.ExecuteAsync(CancellationToken.None));
        Assert.Equal(1, await OpenedAsync());
    }

    public ValueTask DisposeAsync() => school.DisposeAsync();

    [Fact]
    public async Task WhatIsKept_IsProvedEqual_AndWhatIsFalsified_IsNamed_AndSetRightWhenItIsToBe()
    {
        await EndsAsync(0, "1 courses were recounted; 0 differed.");

        Assert.Equal(1, await FalsifyAsync());
        var found = await EndsAsync(1, "1 courses were recounted; 1 differed.", Verb);
        Assert.Contains($"courses/{course.Id}/lessons/{course.VideoLessonId} is kept as opened by 8", found.Output, StringComparison.Ordinal);
        Assert.Equal(8, await OpenedAsync());

        var mended = await EndsAsync(0, "1 courses were recounted; 1 differed and 1 were set right.", Verb, "--repair");
        Assert.Contains($"lessons/{course.VideoLessonId}", mended.Output, StringComparison.Ordinal);
        Assert.Equal(1, await OpenedAsync());
        await EndsAsync(0, "1 courses were recounted; 0 differed.");
    }

    [Theory]
    [InlineData(Verb, "--fix")]
    [InlineData(Verb, "--repair", "all")]
    [InlineData(Verb, "--repair", "--repair")]
    [InlineData("recount")]
    public async Task WhatIsNotUnderstood_IsExplained_AndChangesNothing(params string[] arguments)
    {
        await FalsifyAsync();
        var end = await SchoolProcess.TryVerbAsync(school.Database, arguments);
        Assert.Equal((2, 8), (end.ExitCode, await OpenedAsync()));
        Assert.Contains("recount-engagement [--repair]", end.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("recounted", end.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ADatabaseThatDoesNotAnswer_IsNoSuccess()
    {
        var end = await SchoolProcess.TryVerbAsync(school.Database, [Verb], ("ConnectionStrings__School", "Host=127.0.0.1;Port=1;Username=nobody;Timeout=1"));
        Assert.NotEqual(0, end.ExitCode);
        Assert.DoesNotContain("recounted", end.Output, StringComparison.Ordinal);
    }

    private async Task<VerbEnd> EndsAsync(int exitCode, string lastLine, params string[] arguments)
    {
        var end = await SchoolProcess.TryVerbAsync(school.Database, arguments is [] ? [Verb] : arguments);
        Assert.True(end.ExitCode == exitCode, $"It ended with {end.ExitCode}: {end.Output}{end.Error}");
        Assert.Equal(lastLine, end.Output.TrimEnd().Split('\n')[^1].TrimEnd());
        return end;
    }

    private Task<int> OpenedAsync() =>
        school.ReadAsync(db =>
            db.Database.SqlQuery<int>($"""SELECT opened AS "Value" FROM learning.lesson_engagement WHERE lesson_id = {course.VideoLessonId}""")
                .SingleOrDefaultAsync()
        );

    private Task<int> FalsifyAsync() =>
        school.ReadAsync(db =>
            db.Database.ExecuteSqlAsync($"UPDATE learning.lesson_engagement SET opened = opened + 7 WHERE lesson_id = {course.VideoLessonId}")
        );
}

using ESchool.Domain.Catalog;

namespace ESchool.Domain.Tests.Catalog;

public sealed class CurriculumTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);
    private static readonly ArticleContent Text = new("Read me.", 0);

    private readonly Course course = new(Guid.NewGuid(), new CourseText("Compilers", "", "", "en"), Now);

    [Fact]
    public void AMovedLesson_StandsBehindTheOneThatIsNamed_OrFirst_InAnySection()
    {
        var (first, second) = (Section("First"), Section("Second"));
        Guid[] lessons = [.. "abc".Select(letter => Lesson(first, letter))];
        Guid[] others = [.. "xy".Select(letter => Lesson(second, letter))];
        course.MoveLesson(lessons[2], sectionId: null, afterId: null, Now);
        Assert.Equal("cab", Titles(first));
        course.MoveLesson(lessons[2], sectionId: null, lessons[0], Now);
        Assert.Equal("acb", Titles(first));
        course.MoveLesson(lessons[0], second, others[0], Now);
        Assert.Equal(("cb", "xay"), (Titles(first), Titles(second)));
        course.MoveLesson(lessons[0], second, lessons[0], Now);
        Assert.Equal("xay", Titles(second));
        Assert.Equal(CatalogReasons.LessonNotFound, Refusal(() => course.MoveLesson(lessons[1], first, others[0], Now)));
        Assert.Equal(CatalogReasons.SectionNotFound, Refusal(() => course.MoveLesson(lessons[1], Guid.NewGuid(), null, Now)));
    }

    [Fact]
    public void ADeletedLesson_ComesBackToItsPlace_AlsoWhenTheNeighboursMoved()
    {
        var section = Section("Only");
        Guid[] lessons = [.. "abc".Select(letter => Lesson(section, letter))];
        course.DeleteLesson(lessons[1], Now);
        Assert.Equal("ac", Titles(section));
        Assert.Equal(CatalogReasons.LessonNotFound, Refusal(() => course.EditLesson(lessons[1], "b", true, Text, Now)));
        course.RestoreLesson(lessons[1], Now);
        course.RestoreLesson(lessons[1], Now);
        Assert.Equal("abc", Titles(section));
        course.DeleteLesson(lessons[1], Now);
        course.DuplicateLesson(lessons[0], Now);
        course.RestoreLesson(lessons[1], Now);
        Assert.Equal(4, course.FindSection(section).Lessons.Select(l => l.OrderKey).Distinct().Count());
    }

    [Fact]
    public void ADeletedSection_TakesItsLessonsAlong_AndBringsThemBack_ButNotThoseDeletedBefore()
    {
        var section = Section("Only");
        Guid[] lessons = [.. "ab".Select(letter => Lesson(section, letter))];
        course.DeleteLesson(lessons[0], Now);
        course.DeleteSection(section, Now);
        Assert.Empty(course.Sections);
        Assert.Equal(CatalogReasons.SectionNotFound, Refusal(() => course.RestoreLesson(lessons[0], Now)));
        course.RestoreSection(section, Now);
        Assert.Equal("b", Titles(section));
        course.RestoreLesson(lessons[0], Now);
        Assert.Equal("ab", Titles(section));
    }

    [Fact]
    public void ACopy_FollowsItsOriginal_AndSharesNothingWithIt()
    {
        var section = Section("Only");
        Lesson(section, 'a');
        Section("Last");
        var copy = course.DuplicateSection(section, Now);
        Assert.Equal(["Only", "Only (copy)", "Last"], course.Sections.Select(s => s.Title));
        course.EditLesson(copy.Lessons[0].Id, "z", true, Text, Now);
        Assert.Equal(("a", "z"), (Titles(section), Titles(copy.Id)));
        var duplicate = course.Duplicate(Now);
        Assert.Equal(("Compilers (copy)", 3), (duplicate.Text.Title, duplicate.Sections.Count));
        Assert.Empty(duplicate.Sections.Select(s => s.Id).Intersect(course.Sections.Select(s => s.Id)));
        Assert.Equal(0, duplicate.LatestVersion);
    }

    [Fact]
    public void ACopysTitle_StaysWithinItsLimit()
    {
        var section = course.AddSection(new string('x', 120), Now);
        Assert.Equal(120, course.DuplicateSection(section.Id, Now).Title.Length);
    }

    [Fact]
    public void ACurriculum_HasBounds()
    {
        for (var i = 0; i < Course.MostSections; i++)
        {
            Section("One more");
        }

        Assert.Equal(CatalogReasons.CurriculumFull, Refusal(() => Section("Too many")));
        var section = course.Sections[0].Id;
        for (var i = 0; i < Course.MostLessons; i++)
        {
            Lesson(section, 'l');
        }

        Assert.Equal(CatalogReasons.CurriculumFull, Refusal(() => Lesson(section, 'x')));
    }

    /// <summary>A draft is read as a whole; with more text, clients of gRPC could not read it any more.</summary>
    [Fact]
    public void TheArticlesOfACourse_AreBoundTogether()
    {
        var section = Section("Only");
        var text = new ArticleContent(new string('語', 30_000), 0);
        for (var i = 0; i < Course.MostTextBytes / 90_000; i++)
        {
            course.AddLesson(section, "Long", required: true, text, Now);
        }

        Assert.Equal(CatalogReasons.CurriculumFull, Refusal(() => course.AddLesson(section, "Too long", required: true, text, Now)));
        var small = Lesson(section, 's');
        Assert.Equal(CatalogReasons.CurriculumFull, Refusal(() => course.EditLesson(small, "s", required: true, text, Now)));
    }

    [Fact]
    public void AnArchivedCourse_IsNeitherEditedNorSubmitted_UntilItIsTakenOut()
    {
        course.Archive(Now);
        Assert.Equal(CatalogReasons.CourseArchived, Refusal(() => course.SetPrice(new Money(0, "EUR"), new PriceLimits(["EUR"], 1, 1_000))));
        Assert.Equal(CatalogReasons.CourseArchived, Refusal(() => Section("More")));
        Assert.Equal(CatalogReasons.CourseArchived, Refusal(() => course.Submit(new Dictionary<Guid, int>(), Now)));
        course.Unarchive();
        Section("More");
    }

    private Guid Section(string title) => course.AddSection(title, Now).Id;

    private Guid Lesson(Guid section, char title) => course.AddLesson(section, title.ToString(), required: true, Text, Now).Id;

    private string Titles(Guid section) => string.Concat(course.FindSection(section).Lessons.Select(l => l.Title));

    [Fact]
    public void WhatIsDeletedAndMadeAgain_DoesNotPileUp()
    {
        var course = new Course(Guid.NewGuid(), new CourseText("Compilers", "", "", "en"), Now);
        var section = course.AddSection("All", Now);
        for (var i = 0; i < 30; i++)
        {
            var lesson = course.AddLesson(section.Id, $"Lesson {i}", required: false, new ArticleContent(new string('a', 100_000), 0), Now.AddMinutes(i));
            course.DeleteLesson(lesson.Id, Now.AddMinutes(i));
        }

        var kept = section.ListWithDeleted();
        Assert.Equal(19, kept.Count);
        Assert.Equal("Lesson 29", kept.MaxBy(l => l.DeletedAt)!.Title);
    }

    private static Reason Refusal(Action act) => Assert.Throws<DomainException>(act).Reason;
}

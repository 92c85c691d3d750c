using ESchool.Domain.Catalog;

namespace ESchool.Domain.Tests.Catalog;

public sealed class CourseTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);
    private static readonly PriceLimits Limits = new(["EUR", "JPY"], 1, 1_000);
    private static readonly Guid Asset = Guid.NewGuid();
    private static readonly Dictionary<Guid, int> Ready = new() { [Asset] = 60 };

    [Fact]
    public void Submit_WithAVideoThatIsNotReady_IsRefusedWithEveryViolation()
    {
        var course = Draft(Guid.NewGuid(), priced: false);
        var refusal = Assert.Throws<DomainException>(() => course.Submit(Ready, Now));
        Assert.Equal(CatalogReasons.CourseNotFulfillable, refusal.Reason);
        Assert.Equal(2, refusal.Violations.Count);
        Assert.Equal(CourseState.Draft, course.State);
    }

    [Fact]
    public void Edit_WhileInReview_IsRefused()
    {
        var course = Draft(Asset);
        course.Submit(Ready, Now);
        Assert.Equal(CatalogReasons.CourseInReview, Assert.Throws<DomainException>(() => course.AddSection("More", Now)).Reason);
    }

    [Fact]
    public void Edit_AfterApproval_NeedsAnotherReview()
    {
        var course = Draft(Asset);
        course.Submit(Ready, Now);
        course.Review(approve: true, "");
        course.AddSection("Smuggled in", Now);
        Assert.Equal(CatalogReasons.CourseStateWrong, Assert.Throws<DomainException>(() => course.Publish(Ready, "Grace", Now)).Reason);
    }

    [Fact]
    public void Publish_KeepsACopyThatLaterEditsDoNotTouch()
    {
        var course = Draft(Asset);
        course.Submit(Ready, Now);
        course.Review(approve: true, "");
        var version = course.Publish(Ready, "Grace", Now);
        course.Edit(new CourseText("Another title", "", "", "en"), Now);
        Assert.Equal("Compilers", version.Text.Title);
        Assert.Equal(1, version.Number);
        Assert.Equal(60, version.VideoSeconds);
        Assert.Equal(CourseState.Draft, course.State);
        Assert.Equal(1, course.PublishedVersion);
    }

    [Theory]
    [InlineData(0, "EUR", true)]
    [InlineData(99, "EUR", false)]
    [InlineData(100, "EUR", true)]
    [InlineData(100_000, "EUR", true)]
    [InlineData(100_001, "EUR", false)]
    [InlineData(49, "JPY", false)]
    [InlineData(50, "JPY", true)]
    [InlineData(500, "USD", false)]
    public void SetPrice_AllowsFreeAndTheRange(long minor, string currency, bool allowed)
    {
        var course = Draft(Asset, priced: false);
        var refusal = Record.Exception(() => course.SetPrice(new Money(minor, currency), Limits));
        Assert.Equal(allowed, refusal is null);
        Assert.Equal(allowed ? new Money(minor, currency) : null, course.Price);
    }

    private static Course Draft(Guid asset, bool priced = true)
    {
        var course = new Course(Guid.NewGuid(), new CourseText("Compilers", "", "", "en"), Now);
        var section = course.AddSection("All", Now);
        course.AddLesson(section.Id, "Lecture", required: true, new VideoContent(asset, 9_500), Now);
        if (priced)
        {
            course.SetPrice(new Money(4_900, "EUR"), Limits);
        }

        return course;
    }
}

using ESchool.Domain.Catalog;
using ESchool.Domain.Catalog.Covers;

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
        course.Review(CourseState.Approved, "");
        course.AddSection("Smuggled in", Now);
        Assert.Equal(CatalogReasons.CourseStateWrong, Assert.Throws<DomainException>(() => course.Publish(Ready, "Grace", Now)).Reason);
    }

    [Fact]
    public void Publish_KeepsACopyThatLaterEditsDoNotTouch()
    {
        var course = Draft(Asset);
        course.Submit(Ready, Now);
        course.Review(CourseState.Approved, "");
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

    /// <summary>A cover that is waited for is neither reviewed nor published, and one that comes after the approval needs another review.</summary>
    [Fact]
    public void ACover_IsWaitedFor_AndIsAnEditWhenItIsThere()
    {
        var (course, cover) = (Draft(Asset), Upload());
        course.SetCover(cover, Now);
        Assert.Equal(CatalogReasons.CourseNotFulfillable, Assert.Throws<DomainException>(() => course.Submit(Ready, Now)).Reason);
        course.RemoveCover(Now);
        course.Submit(Ready, Now);
        Assert.Equal(CatalogReasons.CourseInReview, Assert.Throws<DomainException>(() => course.SetCover(cover, Now)).Reason);
        course.Review(CourseState.Approved, "");
        course.SetCover(cover, Now);
        Assert.Equal(CourseState.Approved, course.State);
        Assert.Equal(CatalogReasons.CourseNotFulfillable, Assert.Throws<DomainException>(() => course.Publish(Ready, "Grace", Now)).Reason);
        cover.Accept(640);
        Assert.True(course.SettleCover(cover, Now));
        Assert.False(course.SettleCover(cover, Now));
        Assert.Equal((new CourseCover(cover.Id, 640), CourseState.Draft), (course.Cover, course.State));
    }

    [Fact]
    public void ARefusedCover_ChangesNothing_AndTheDecisionStays()
    {
        var (course, cover, other) = (Draft(Asset), Upload(), Upload());
        course.SetCover(cover, Now);
        course.SetCover(other, Now);
        cover.Accept(640);
        Assert.False(course.SettleCover(cover, Now));
        other.Refuse(CoverRefusal.Animated);
        other.Accept(1280);
        Assert.True(course.SettleCover(other, Now));
        Assert.Equal((null, CoverRefusal.Animated, null), (course.Cover, course.CoverRefusal!.Value, other.Width));

        // Shown at once: it was decided before.
        course.SetCover(cover, Now);
        Assert.Equal((cover.Id, null), (course.CoverId!.Value, course.CoverRefusal));
        Assert.Equal(cover.Id, course.Duplicate(Now).CoverId);
    }

    [Theory]
    [InlineData(640, 640, "320 640")]
    [InlineData(655, 640, "320 640")]
    [InlineData(656, 656, "320 640 656")]
    [InlineData(1279, 1264, "320 640 1264")]
    [InlineData(4000, 1280, "320 640 1280")]
    public void ACover_IsNeverLargerThanWhatItIsMadeOf(int available, int width, string widths)
    {
        Assert.Equal(width, CourseCover.WidthWithin(available));
        Assert.Equal(widths, string.Join(' ', new CourseCover(Guid.NewGuid(), width).Widths));
        Assert.Equal(0, CourseCover.HeightOf(width) * 16 % width);
    }

    [Fact]
    public void APromotionalVideo_IsPublished_WhenItIsReady()
    {
        var (course, video) = (Draft(Asset), Guid.NewGuid());
        course.Edit(course.Text with { PromotionalVideo = video }, Now);
        Assert.Equal(CatalogReasons.CourseNotFulfillable, Assert.Throws<DomainException>(() => course.Submit(Ready, Now)).Reason);
        var ready = new Dictionary<Guid, int>(Ready) { [video] = 30 };
        course.Submit(ready, Now);
        course.Review(CourseState.Approved, "");
        Assert.Equal(CatalogReasons.CourseNotFulfillable, Assert.Throws<DomainException>(() => course.Publish(Ready, "Grace", Now)).Reason);
        var version = course.Publish(ready, "Grace", Now);
        Assert.Equal((video, 30, 60), (version.Text.PromotionalVideo!.Value, version.PromotionalSeconds, version.VideoSeconds));
    }

    private static Cover Upload() => new(Guid.NewGuid(), Guid.NewGuid(), new CoverFile("image/png", 1_000, new byte[16]), Now);

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

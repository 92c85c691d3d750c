using ESchool.Domain.Catalog;

namespace ESchool.Domain.Tests.Catalog;

public sealed class BundleTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);
    private static readonly PriceLimits Limits = new(["EUR", "JPY"], 1, 1_000);
    private static readonly Guid Instructor = Guid.NewGuid();

    [Fact]
    public void ABundle_KeepsItsCoursesInTheirOrder_AndAllItsPrices()
    {
        Course[] courses = [Published(), Published(), Published()];
        var bundle = Of(courses, new Money(9_900, "EUR"), new Money(900, "JPY"));
        Assert.Equal(courses.Select(c => c.Id), bundle.Courses.OrderBy(c => c.Position).Select(c => c.CourseId));
        Assert.Equal(new Money(9_900, "EUR"), bundle.Price);
        Assert.Equal([new Money(900, "JPY")], bundle.OtherPrices);
    }

    [Fact]
    public void TooFewCourses_TooMany_OrOneTwice_AreNoBundle()
    {
        var one = Published();
        Refused(CatalogReasons.BundleInvalid, () => Of([one]));
        Refused(CatalogReasons.BundleInvalid, () => Of([one, one]));
        Refused(CatalogReasons.BundleInvalid, () => Of([.. Enumerable.Range(0, 21).Select(_ => Published())]));
        Assert.Equal(20, Of([.. Enumerable.Range(0, 20).Select(_ => Published())]).Courses.Count);
    }

    [Fact]
    public void SomebodyElsesCourse_OrOneThatIsNotPublished_IsNotBundled()
    {
        Refused(CatalogReasons.CourseNotFound, () => Of([Published(), Published(Guid.NewGuid())]));
        Refused(CatalogReasons.CourseNotOnSale, () => Of([Published(), Draft(Instructor)]));
    }

    [Fact]
    public void PricesThatMakeNoSense_AreRefused()
    {
        Course[] courses = [Published(), Published()];
        Refused(CatalogReasons.PriceInvalid, () => Of(courses, new Money(1_100_00, "EUR")));
        Refused(CatalogReasons.PriceInvalid, () => Of(courses, new Money(100, "EUR"), new Money(200, "EUR")));
        Refused(CatalogReasons.PriceInvalid, () => Of(courses, new Money(0, "EUR"), new Money(100, "JPY")));
        Refused(CatalogReasons.PriceInvalid, () => Of(courses, new Money(100, "USD")));
        Assert.Equal(0, Of(courses, new Money(0, "EUR")).PriceMinorUnits);
    }

    [Fact]
    public void WithdrawingAgain_ChangesNothing()
    {
        var bundle = Of([Published(), Published()]);
        bundle.Withdraw(Now);
        bundle.Withdraw(Now.AddDays(1));
        Assert.Equal(Now, bundle.WithdrawnAt);
    }

    private static Bundle Of(IReadOnlyList<Course> courses, params Money[] prices) =>
        new(Instructor, "All about compilers", courses, prices.Length > 0 ? prices : [new Money(9_900, "EUR")], Limits, Now);

    private static void Refused(Reason reason, Func<Bundle> make) => Assert.Equal(reason, Assert.Throws<DomainException>(make).Reason);

    private static Course Published(Guid? instructor = null)
    {
        var course = Draft(instructor ?? Instructor);
        course.Submit(new Dictionary<Guid, int>(), Now);
        course.Review(CourseState.Approved, "");
        course.Publish(new Dictionary<Guid, int>(), "Grace Hopper", Now);
        return course;
    }

    private static Course Draft(Guid instructor)
    {
        var course = new Course(instructor, new CourseText("Compilers in an Afternoon", "From letters to code.", "All of it.", "en"), Now);
        var section = course.AddSection("Everything", Now);
        course.AddLesson(section.Id, "The article", required: true, new ArticleContent("Read me.", 10), Now);
        course.SetPrice(new Money(4_900, "EUR"), Limits);
        return course;
    }
}

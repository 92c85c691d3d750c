namespace ESchool.Domain.Catalog;

/// <summary>
/// Several courses of one instructor, sold together for one price. It never changes: what was sold is what it says. For another price or other courses it is
/// withdrawn and another one is made.
/// </summary>
public sealed class Bundle
{
    /// <summary>How many courses it has at least.</summary>
    public const int FewestCourses = 2;

    /// <summary>How many courses it has at most.</summary>
    public const int MostCourses = 20;

    private readonly List<BundleCourse> courses = [];

    private Bundle() { }

    /// <summary>Puts a bundle on sale.</summary>
    /// <param name="instructorId">Whose it is.</param>
    /// <param name="title">What it is called.</param>
    /// <param name="courses">The courses, in their order.</param>
    /// <param name="prices">What it costs: first the price that lists show, then those in other currencies.</param>
    /// <param name="limits">What it may cost.</param>
    /// <param name="now">The present time.</param>
    /// <exception cref="DomainException"><c>BUNDLE_INVALID</c>, <c>COURSE_NOT_FOUND</c>, <c>COURSE_NOT_ON_SALE</c>, <c>PRICE_INVALID</c>.</exception>
    public Bundle(Guid instructorId, string title, IReadOnlyList<Course> courses, IReadOnlyList<Money> prices, PriceLimits limits, DateTimeOffset now)
    {
        if (courses.Count is < FewestCourses or > MostCourses || courses.DistinctBy(c => c.Id).Count() < courses.Count)
        {
            throw new DomainException(
                CatalogReasons.BundleInvalid,
                "A bundle has {minimum} to {maximum} courses, each once.",
                ("minimum", FewestCourses),
                ("maximum", MostCourses)
            );
        }

        foreach (var course in courses)
        {
            RequireSellable(course, instructorId);
        }

        limits.CheckList(prices);
        Id = Guid.CreateVersion7(now);
        InstructorId = instructorId;
        Title = title.Trim();
        (PriceMinorUnits, PriceCurrency) = (prices[0].MinorUnits, prices[0].CurrencyCode);
        OtherCurrencies = [.. prices.Skip(1).Select(p => p.CurrencyCode)];
        OtherMinorUnits = [.. prices.Skip(1).Select(p => p.MinorUnits)];
        CreatedAt = now;
        this.courses.AddRange(courses.Select((course, i) => new BundleCourse(Id, course.Id, i + 1)));
    }

    /// <summary>The bundle's id.</summary>
    public Guid Id { get; private set; }

    /// <summary>Whose it is.</summary>
    public Guid InstructorId { get; private set; }

    /// <summary>The title.</summary>
    public string Title { get; private set; } = "";

    /// <summary>The price in minor units.</summary>
    public long PriceMinorUnits { get; private set; }

    /// <summary>The price's ISO 4217 code.</summary>
    public string PriceCurrency { get; private set; } = "";

    /// <summary>The ISO 4217 codes of other currencies it is sold in.</summary>
    public string[] OtherCurrencies { get; private set; } = [];

    /// <summary>What it costs in each of them, in minor units.</summary>
    public long[] OtherMinorUnits { get; private set; } = [];

    /// <summary>When it was put on sale.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When it was withdrawn; null while it is on sale.</summary>
    public DateTimeOffset? WithdrawnAt { get; private set; }

    /// <summary>The courses.</summary>
    public IReadOnlyList<BundleCourse> Courses => courses;

    /// <summary>The price.</summary>
    public Money Price => new(PriceMinorUnits, PriceCurrency);

    /// <summary>What it costs in other currencies. Students choose one when they buy.</summary>
    public IReadOnlyList<Money> OtherPrices => Course.PricesOf(OtherCurrencies, OtherMinorUnits);

    /// <summary>Takes it off sale for good; whoever has bought it keeps it, and orders that are open may be paid. Doing it again changes nothing.</summary>
    public void Withdraw(DateTimeOffset now) => WithdrawnAt ??= now;

    private static void RequireSellable(Course course, Guid instructorId)
    {
        if (course.InstructorId != instructorId)
        {
            throw new DomainException(CatalogReasons.CourseNotFound, "{course} does not exist.", ("course", $"courses/{course.Id}"));
        }

        if (course.PublishedVersion == 0)
        {
            throw new DomainException(CatalogReasons.CourseNotOnSale, "{course} is not published.", ("course", $"courses/{course.Id}"));
        }
    }
}

/// <summary>A course of a bundle.</summary>
public sealed class BundleCourse
{
    private BundleCourse() { }

    internal BundleCourse(Guid bundleId, Guid courseId, int position)
    {
        BundleId = bundleId;
        CourseId = courseId;
        Position = position;
    }

    /// <summary>The bundle.</summary>
    public Guid BundleId { get; private set; }

    /// <summary>The course.</summary>
    public Guid CourseId { get; private set; }

    /// <summary>Its place in the bundle, counted from 1.</summary>
    public int Position { get; private set; }
}

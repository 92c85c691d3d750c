using ESchool.Contracts.Catalog.V1;
using ESchool.Contracts.Payments.V1;
using ESchool.Domain;
using ESchool.Tests.Support;
using Grpc.Core;
using WireMoney = Google.Type.Money;

namespace ESchool.Api.Tests.Catalog;

/// <summary>Bundles as a frontend sees them.</summary>
public sealed class BundleCallTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private AuthoringService.AuthoringServiceClient Authoring => new(fixture.Channel);

    private CatalogService.CatalogServiceClient Catalog => new(fixture.Channel);

    private OrderService.OrderServiceClient Orders => new(fixture.Channel);

    [Fact]
    public async Task ABundle_IsMade_Shown_BoughtAndWithdrawn()
    {
        var (instructor, courses) = await CoursesAsync();
        var made = (await Authoring.CreateBundleAsync(Request(courses), await fixture.HeadersAsync(instructor))).Bundle;
        Assert.Equal((Bundle.Types.State.OnSale, $"users/{instructor.UserId}"), (made.State, made.Instructor));
        Assert.Equal(courses, made.Courses.Select(c => c.Course));
        var read = (await Catalog.GetBundleAsync(new GetBundleRequest { Name = made.Name })).Bundle;
        Assert.Equal((made.Courses, made.Price), (read.Courses, read.Price));
        Assert.Equal(read, Assert.Single((await Catalog.ListBundlesAsync(new ListBundlesRequest { Instructor = made.Instructor })).Bundles));

        var student = await fixture.HeadersAsync(await fixture.School.StudentAsync());
        var started = (await Orders.StartCheckoutAsync(Checkout(made.Name), student)).Order;
        var order = (await Orders.GetOrderAsync(new GetOrderRequest { Name = started.Name }, student)).Order;
        Assert.Equal((made.Name, "", "", "All about compilers"), (order.Bundle, order.Course, order.Enrollment, order.CourseTitle));
        Assert.Equal(courses, order.Courses.Select(c => c.Course));
        Assert.All(order.Courses, course => Assert.StartsWith("enrollments/", course.Enrollment, StringComparison.Ordinal));
        Assert.Equal(order.Courses, started.Courses);
        Assert.Equal(order, Assert.Single((await Orders.ListOrdersAsync(new ListOrdersRequest(), student)).Orders));

        var withdrawn = (await Authoring.WithdrawBundleAsync(new WithdrawBundleRequest { Name = made.Name }, await fixture.HeadersAsync(instructor))).Bundle;
        Assert.Equal(Bundle.Types.State.Withdrawn, withdrawn.State);
        var other = await fixture.HeadersAsync(await fixture.School.StudentAsync());
        await Status.OfAsync(StatusCode.FailedPrecondition, "BUNDLE_NOT_ON_SALE", () => Orders.StartCheckoutAsync(Checkout(made.Name), other).ResponseAsync);
        await Status.OfAsync(
            StatusCode.NotFound,
            "BUNDLE_NOT_FOUND",
            () => Orders.StartCheckoutAsync(Checkout($"bundles/{Guid.NewGuid()}"), other).ResponseAsync
        );
    }

    [Fact]
    public async Task AnOrderOfACourse_SaysSoInTheSameWay()
    {
        var course = await fixture.School.PublishedCourseAsync(price: new Money(0, "EUR"));
        var student = await fixture.HeadersAsync(await fixture.School.StudentAsync());
        var request = Checkout("");
        request.Course = $"courses/{course.Id}";
        var order = (await Orders.StartCheckoutAsync(request, student)).Order;
        Assert.Equal((request.Course, order.CourseTitle, order.Enrollment), Assert.Single(order.Courses.Select(c => (c.Course, c.Title, c.Enrollment))));
    }

    [Fact]
    public async Task ACourseAndABundleAtOnce_OrNeither_IsTheWrongShape()
    {
        var student = await fixture.HeadersAsync(await fixture.School.StudentAsync());
        var both = Checkout($"bundles/{Guid.NewGuid()}");
        both.Course = $"courses/{Guid.NewGuid()}";
        await Status.OfAsync(StatusCode.InvalidArgument, "REQUEST_INVALID", () => Orders.StartCheckoutAsync(both, student).ResponseAsync);
        await Status.OfAsync(StatusCode.InvalidArgument, "REQUEST_INVALID", () => Orders.StartCheckoutAsync(Checkout(""), student).ResponseAsync);
        await Status.OfAsync(
            StatusCode.InvalidArgument,
            "REQUEST_INVALID",
            () => Orders.PreviewPriceAsync(new PreviewPriceRequest { Course = both.Course, Bundle = both.Bundle }, student).ResponseAsync
        );
    }

    [Fact]
    public async Task ABundleOfTheWrongShape_IsNotMade()
    {
        var (instructor, courses) = await CoursesAsync();
        var headers = await fixture.HeadersAsync(instructor);
        await Status.OfAsync(StatusCode.InvalidArgument, "REQUEST_INVALID", () => Authoring.CreateBundleAsync(Request(courses[..1]), headers).ResponseAsync);
        await Status.OfAsync(
            StatusCode.InvalidArgument,
            "BUNDLE_INVALID",
            () => Authoring.CreateBundleAsync(Request([courses[0], courses[0]]), headers).ResponseAsync
        );
        await Status.OfAsync(
            StatusCode.InvalidArgument,
            "REQUEST_INVALID",
            () => Authoring.CreateBundleAsync(new CreateBundleRequest { Title = "No price", Courses = { courses } }, headers).ResponseAsync
        );
    }

    private static CreateBundleRequest Request(IEnumerable<string> courses) =>
        new()
        {
            RequestId = Guid.NewGuid().ToString(),
            Title = "All about compilers",
            Courses = { courses },
            Price = new WireMoney { CurrencyCode = "EUR" },
        };

    private static StartCheckoutRequest Checkout(string bundle) =>
        new()
        {
            RequestId = Guid.NewGuid().ToString(),
            Bundle = bundle,
            SuccessUrl = "https://eschool.test/thanks",
            CancelUrl = "https://eschool.test/",
        };

    private async Task<(Actor Instructor, string[] Courses)> CoursesAsync()
    {
        var instructor = await fixture.School.InstructorAsync();
        return (
            instructor,
            [
                $"courses/{(await fixture.School.PublishedCourseAsync(instructor: instructor)).Id}",
                $"courses/{(await fixture.School.PublishedCourseAsync(instructor: instructor)).Id}",
            ]
        );
    }
}

using ESchool.Contracts.Catalog.V1;
using ESchool.Contracts.Media.V1;
using ESchool.Contracts.Payments.V1;
using ESchool.Demo.Props;

namespace ESchool.Demo.Chapters;

/// <summary>A student registers, finds the course, pays on Stripe's page, and is enrolled when the signed webhook arrives.</summary>
public static class BuyingCourse
{
    public static async Task PlayAsync(Cast cast)
    {
        await cast.Student.RegisterAsync(cast.Mailbox);
        cast.Narrator.Step($"{cast.Student.Name} registered and verified {cast.Student.Email}");

        var found = await new CatalogService.CatalogServiceClient(cast.Channel).SearchCoursesAsync(
            new SearchCoursesRequest { Query = "compilers afternoon", PageSize = 200 }
        );
        var course = found.Courses.SingleOrDefault(c => c.Name == cast.Course) ?? throw new StoryException("The search does not find the course.");
        cast.Narrator.Step($"she searched for \"compilers afternoon\" and found \"{course.Title}\" by {course.InstructorDisplayName}");

        using var cover = await cast.Http.GetAsync(new Uri(course.Cover.Pictures[0].Uri));
        cover.EnsureSuccessStatusCode();
        var promotion = await new PlaybackService.PlaybackServiceClient(cast.Channel).OpenPromotionalVideoAsync(
            new OpenPromotionalVideoRequest { Course = course.Name }
        );
        using var playlist = await cast.Http.GetAsync(new Uri(promotion.MasterPlaylistUrl));
        playlist.EnsureSuccessStatusCode();
        cast.Narrator.Step($"she saw its cover and opened the promotional video: {promotion.VideoDuration.Seconds} s, without an account");

        var orders = new OrderService.OrderServiceClient(cast.Channel);
        var checkout = await orders.StartCheckoutAsync(
            new StartCheckoutRequest
            {
                RequestId = Guid.NewGuid().ToString(),
                Course = course.Name,
                SuccessUrl = "http://127.0.0.1:3000/thanks?session={CHECKOUT_SESSION_ID}",
                CancelUrl = "http://127.0.0.1:3000/courses",
            },
            cast.Student.Headers
        );
        await StripePage.PayAsync(cast.Http, new Uri(checkout.CheckoutUrl), cast.Student);
        cast.Narrator.Step("she paid EUR 49 on Stripe's checkout page");

        var order = await Polling.UntilAsync(
            "The enrollment",
            TimeSpan.FromSeconds(60),
            async () =>
                (await orders.GetOrderAsync(new GetOrderRequest { Name = checkout.Order.Name }, cast.Student.Headers)).Order
                    is { State: Order.Types.State.Paid } paid
                    ? paid
                    : null
        );
        cast.Enrollment = order.Enrollment;
        cast.Narrator.Step($"the signed webhook arrived, the order is PAID and the enrollment live: {cast.Enrollment}");
    }
}

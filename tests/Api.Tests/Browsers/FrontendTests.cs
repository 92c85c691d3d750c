using ESchool.Contracts.Instructors.V1;
using ESchool.Contracts.Memberships.V1;
using ESchool.Contracts.Payments.V1;
using ESchool.Tests.Support;
using Grpc.Core;

namespace ESchool.Api.Tests.Browsers;

/// <summary>Browsers are sent to the school's own frontends and nowhere else.</summary>
public sealed class FrontendTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("https://evil.example/https://eschool.test/")]
    [InlineData("https://eschool.test.evil.example/")]
    [InlineData("https://eschool.test@evil.example/")]
    [InlineData("https://user@eschool.test/")]
    [InlineData("https://eschool.test:8443/")]
    [InlineData("http://eschool.test/")]
    [InlineData("//eschool.test/")]
    [InlineData("javascript:alert(1)//eschool.test")]
    [InlineData("https://eschool.test\\@evil.example/")]
    [InlineData("https:\\\\eschool.test/")]
    [InlineData("https:/eschool.test/")]
    [InlineData("https://eschool.test/\r\nLocation: https://evil.example")]
    [InlineData("https://eschool.test/\n")]
    [InlineData(" https://eschool.test/")]
    [InlineData("")]
    public async Task AnAddressElsewhere_IsRefused_ByEveryRpcThatTakesOne(string url)
    {
        var (student, instructor) = (
            await fixture.HeadersAsync(await fixture.School.StudentAsync()),
            await fixture.HeadersAsync(await fixture.School.InstructorAsync())
        );
        var (orders, gifts) = (new OrderService.OrderServiceClient(fixture.Channel), new GiftService.GiftServiceClient(fixture.Channel));
        var (memberships, instructors) = (
            new MembershipService.MembershipServiceClient(fixture.Channel),
            new InstructorService.InstructorServiceClient(fixture.Channel)
        );
        const string Own = "https://eschool.test/";
        var (course, plan, id) = ($"courses/{Guid.CreateVersion7()}", $"plans/{Guid.CreateVersion7()}", Guid.NewGuid().ToString());
        (string Field, Func<Task> Call)[] calls =
        [
            (
                "success_url",
                () =>
                    orders
                        .StartCheckoutAsync(
                            new StartCheckoutRequest
                            {
                                RequestId = id,
                                Course = course,
                                SuccessUrl = url,
                                CancelUrl = Own,
                            },
                            student
                        )
                        .ResponseAsync
            ),
            (
                "cancel_url",
                () =>
                    orders
                        .StartCheckoutAsync(
                            new StartCheckoutRequest
                            {
                                RequestId = id,
                                Course = course,
                                SuccessUrl = Own,
                                CancelUrl = url,
                            },
                            student
                        )
                        .ResponseAsync
            ),
            (
                "success_url",
                () =>
                    gifts
                        .StartGiftCheckoutAsync(
                            new StartGiftCheckoutRequest
                            {
                                RequestId = id,
                                Course = course,
                                RecipientEmail = "a@b.example",
                                SuccessUrl = url,
                                CancelUrl = Own,
                            },
                            student
                        )
                        .ResponseAsync
            ),
            (
                "success_url",
                () =>
                    memberships
                        .StartSubscriptionAsync(
                            new StartSubscriptionRequest
                            {
                                RequestId = id,
                                Plan = plan,
                                SuccessUrl = url,
                                CancelUrl = Own,
                            },
                            student
                        )
                        .ResponseAsync
            ),
            ("return_url", () => memberships.CreateBillingPortalLinkAsync(new CreateBillingPortalLinkRequest { ReturnUrl = url }, student).ResponseAsync),
            (
                "refresh_url",
                () =>
                    instructors
                        .CreatePayoutOnboardingLinkAsync(new CreatePayoutOnboardingLinkRequest { ReturnUrl = Own, RefreshUrl = url }, instructor)
                        .ResponseAsync
            ),
        ];
        foreach (var (field, call) in calls)
        {
            var status = await Status.OfAsync(StatusCode.InvalidArgument, "REQUEST_INVALID", call);
            Assert.Equal([field], status.GetDetail<Google.Rpc.BadRequest>()!.FieldViolations.Select(violation => violation.Field));
        }
    }

    [Theory]
    [InlineData("https://eschool.test/thanks?session={CHECKOUT_SESSION_ID}#top")]
    [InlineData("http://127.0.0.1:3000/thanks")]
    [InlineData(ApiFixture.FrontendOrigin)]
    public async Task AnAddressOfAFrontend_IsTaken(string url)
    {
        var headers = await fixture.HeadersAsync(await fixture.School.StudentAsync());
        var request = new StartCheckoutRequest
        {
            RequestId = Guid.NewGuid().ToString(),
            Course = $"courses/{Guid.CreateVersion7()}",
            SuccessUrl = url,
            CancelUrl = url,
        };
        await Status.OfAsync(
            StatusCode.NotFound,
            "COURSE_NOT_FOUND",
            () => new OrderService.OrderServiceClient(fixture.Channel).StartCheckoutAsync(request, headers).ResponseAsync
        );
    }
}

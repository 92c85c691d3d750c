using ESchool.Contracts.Instructors.V1;
using ESchool.Demo.Props;

namespace ESchool.Demo.Chapters;

/// <summary>An instructor registers, verifies her address, applies and is approved; Stripe gets what it needs to pay her.</summary>
public static class BecomingInstructor
{
    public static async Task PlayAsync(Cast cast)
    {
        var instructors = new InstructorService.InstructorServiceClient(cast.Channel);
        await cast.Admin.SignInAsync();
        await cast.Instructor.RegisterAsync(cast.Mailbox);
        cast.Narrator.Step($"{cast.Instructor.Name} registered, opened the e-mail and verified {cast.Instructor.Email}");

        var application = (await instructors.SubmitApplicationAsync(
            new SubmitApplicationRequest { RequestId = Guid.NewGuid().ToString(), Bio = "Wrote the first compiler and taught a generation to use it.", Expertise = "Compilers" },
            cast.Instructor.Headers)).Application;
        await instructors.ReviewApplicationAsync(
            new ReviewApplicationRequest { Name = application.Name, Decision = ReviewApplicationRequest.Types.Decision.Approve, Message = "Welcome!" },
            cast.Admin.Headers);
        await cast.Instructor.RefreshAsync();
        cast.Narrator.Step("she applied, the administrator approved: her next token carries the instructor role");

        var link = await instructors.CreatePayoutOnboardingLinkAsync(
            new CreatePayoutOnboardingLinkRequest { ReturnUrl = "https://eschool.test/payouts", RefreshUrl = "https://eschool.test/payouts/again" }, cast.Instructor.Headers);
        using var form = new FormUrlEncodedContent([]);
        using var done = await cast.Http.PostAsync(new Uri(link.Url), form);
        await Polling.UntilAsync("Stripe's word that payouts are enabled", TimeSpan.FromSeconds(30), async () =>
            (await instructors.GetPayoutAccountAsync(new GetPayoutAccountRequest(), cast.Instructor.Headers)).PayoutAccount is { PayoutsEnabled: true } ready ? ready : null);
        cast.Narrator.Step("she gave Stripe her bank account; account.updated arrived: payouts are enabled");
    }
}

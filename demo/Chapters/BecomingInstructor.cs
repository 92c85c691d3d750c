using ESchool.Contracts.Instructors.V1;
using ESchool.Demo.Props;

namespace ESchool.Demo.Chapters;

/// <summary>An instructor registers, verifies her address, applies and is approved; Stripe gets what it needs to pay her.</summary>
public static class BecomingInstructor
{
    private const string Bio = "Wrote the first compiler and taught a generation to use it.";
    private const string Expertise = "Compilers";

    public static async Task PlayAsync(Cast cast)
    {
        var instructors = new InstructorService.InstructorServiceClient(cast.Channel);
        await cast.Admin.SignInAsync();
        await cast.Instructor.RegisterAsync(cast.Mailbox);
        cast.Narrator.Step($"{cast.Instructor.Name} registered, opened the e-mail and verified {cast.Instructor.Email}");

        var draft = (
            await instructors.SaveApplicationAsync(new SaveApplicationRequest { Bio = Bio, Expertise = Expertise }, cast.Instructor.Headers)
        ).Application;
        var documents = new DocumentUploader(cast.Channel, cast.Http, cast.Instructor, draft.Name);
        await documents.UploadAsync(ApplicationDocument.Types.Kind.Sample, "application/pdf", DocumentUploader.OnePage("A lesson: what a compiler does."));
        await documents.UploadAsync(ApplicationDocument.Types.Kind.IdentityDocument, "image/png", DocumentUploader.Picture);
        var application = (
            await instructors.SubmitApplicationAsync(
                new SubmitApplicationRequest
                {
                    RequestId = Guid.NewGuid().ToString(),
                    Bio = Bio,
                    Expertise = Expertise,
                },
                cast.Instructor.Headers
            )
        ).Application;
        cast.Narrator.Step("she wrote an application, uploaded a teaching sample and an identity document straight to S3, and handed it in");

        var handedIn = (await instructors.GetApplicationAsync(new GetApplicationRequest { Name = application.Name }, cast.Admin.Headers)).Application;
        foreach (var document in handedIn.Documents)
        {
            await cast.Http.GetByteArrayAsync(new Uri(document.DownloadUrl));
        }

        await instructors.ReviewApplicationAsync(
            new ReviewApplicationRequest
            {
                Name = application.Name,
                Decision = ReviewApplicationRequest.Types.Decision.Approve,
                Message = "Welcome!",
            },
            cast.Admin.Headers
        );
        await cast.Instructor.RefreshAsync();
        var profile = (
            await instructors.GetInstructorAsync(
                new GetInstructorRequest { Name = cast.Instructor.UserName.Replace("users/", "instructors/", StringComparison.Ordinal) }
            )
        ).Instructor;
        cast.Narrator.Step(
            $"the administrator read both documents and approved: her next token carries the instructor role, and everybody reads her profile ({profile.Expertise})"
        );

        var link = await instructors.CreatePayoutOnboardingLinkAsync(
            new CreatePayoutOnboardingLinkRequest
            {
                ReturnUrl = "http://127.0.0.1:3000/payouts",
                RefreshUrl = "http://127.0.0.1:3000/payouts/again",
                CountryCode = "AT",
            },
            cast.Instructor.Headers
        );
        using var form = new FormUrlEncodedContent([]);
        using var done = await cast.Http.PostAsync(new Uri(link.Url), form);
        await Polling.UntilAsync(
            "Stripe's word that payouts are enabled",
            TimeSpan.FromSeconds(30),
            async () =>
                (await instructors.GetPayoutAccountAsync(new GetPayoutAccountRequest(), cast.Instructor.Headers)).PayoutAccount
                    is { PayoutsEnabled: true } ready
                    ? ready
                    : null
        );
        cast.Narrator.Step("she gave Stripe her bank account; account.updated arrived: payouts are enabled");
    }
}

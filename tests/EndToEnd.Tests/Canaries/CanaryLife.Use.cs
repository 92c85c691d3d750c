using System.Text;
using ESchool.Contracts.Administration.V1;
using ESchool.Contracts.Identity.V1;
using ESchool.Contracts.Media.V1;
using ESchool.Contracts.Payments.V1;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Microsoft.EntityFrameworkCore;

namespace ESchool.EndToEnd.Tests.Canaries;

/// <summary>What the school hands out that opens something: addresses, forms, tickets, pages; and what others send it.</summary>
internal sealed partial class CanaryLife
{
    /// <summary>Signs in with Google, by code and by id token, also wrongly.</summary>
    public async Task SignInWithGoogleAsync()
    {
        using var google = new OpenIdProvider();
        var user = new GoogleUser($"google.canary.{Mark}@gmail.test", Subject: $"google-canary-{Mark}");
        secrets.Add("address at Google", user.Email, "identity.users");
        var begun = await Identity.BeginGoogleSignInAsync(new BeginGoogleSignInRequest { RedirectUri = OpenIdProvider.RedirectUri });
        secrets.AddToken("flow token", begun.FlowToken);
        secrets.AddToken("nonce", Secrets.Between(begun.AuthorizationUrl, "nonce="));
        var back = await OpenIdProvider.SignInAsync(begun.AuthorizationUrl, user);
        secrets.Add("code", back.Code);
        secrets.AddToken("state", back.State);
        var request = new CompleteGoogleSignInRequest
        {
            Code = back.Code,
            State = back.State,
            FlowToken = begun.FlowToken,
        };
        await refusals.OfAsync(() =>
            Identity
                .CompleteGoogleSignInAsync(
                    new CompleteGoogleSignInRequest
                    {
                        Code = back.Code,
                        State = back.State,
                        FlowToken = back.State,
                    }
                )
                .ResponseAsync
        );
        Keep("google", (await Identity.CompleteGoogleSignInAsync(request)).Session);
        await refusals.OfAsync(() => Identity.CompleteGoogleSignInAsync(request).ResponseAsync);

        var nonce = $"canary-nonce-{Mark}";
        secrets.Add("nonce of a page", nonce);
        var token = new SignInWithGoogleIdTokenRequest { IdToken = await google.MintAsync(user, nonce), Nonce = nonce };
        secrets.Add("id token", token.IdToken);
        secrets.Add("id token, its signature", token.IdToken.Split('.')[2]);
        Keep("id token's", (await Identity.SignInWithGoogleIdTokenAsync(token)).Session);
        await refusals.OfAsync(() => Identity.SignInWithGoogleIdTokenAsync(token).ResponseAsync);
        await refusals.OfAsync(() =>
            Identity.SignInWithGoogleIdTokenAsync(new SignInWithGoogleIdTokenRequest { IdToken = token.IdToken, Nonce = wrongPassword }).ResponseAsync
        );
        await refusals.OfAsync(() =>
            Identity.SignInWithGoogleIdTokenAsync(new SignInWithGoogleIdTokenRequest { IdToken = session.AccessToken, Nonce = nonce }).ResponseAsync
        );
    }

    /// <summary>Sends a picture, fetches everything held about the person, plays a video, opens the job dashboard.</summary>
    public async Task OpenSignedAddressesAsync()
    {
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        var form = await Identity.CreateAvatarUploadAsync(new CreateAvatarUploadRequest { ContentType = "image/png" }, Headers);
        secrets.Add("form's signature", form.Fields.Single(f => f.Key.Equals("x-amz-signature", StringComparison.OrdinalIgnoreCase)).Value);
        secrets.Add("form's policy", form.Fields.Single(f => f.Key.Equals("policy", StringComparison.OrdinalIgnoreCase)).Value);
        using var content = new MultipartFormDataContent();
        foreach (var (name, value) in form.Fields)
        {
            content.Add(new StringContent(value), name);
        }

        content.Add(new ByteArrayContent([1, 2, 3]), "file", "picture");
        using var sent = await http.PostAsync(new Uri(form.Url), content);
        sent.EnsureSuccessStatusCode();
        await Identity.SetAvatarAsync(new SetAvatarRequest { Upload = form.Upload }, Headers);

        var export = (await Identity.RequestDataExportAsync(new RequestDataExportRequest(), Headers)).DataExport;
        var url = await Wait.UntilAsync(
            "The export",
            async () =>
                (await Identity.GetDataExportAsync(new GetDataExportRequest { Name = export.Name }, Headers)).DataExport.DownloadUrl is { Length: > 0 } ready
                    ? ready
                    : null
        );
        secrets.AddSignature("signature of the export's address", url);
        (await http.GetAsync(new Uri(url))).EnsureSuccessStatusCode().Dispose();

        var admin = new Demo.Props.Person(channel, "Administrator", RunningSchool.AdminEmail, RunningSchool.AdminPassword, RunningSchool.AdminTotpSecret);
        await admin.SignInAsync();
        secrets.Add("administrator's access token", admin.Headers.GetValue("authorization")!["Bearer ".Length..]);
        var link = new Uri(
            (await new AdministrationService.AdministrationServiceClient(channel).CreateDashboardLinkAsync(new CreateDashboardLinkRequest(), admin.Headers)).Url
        );
        secrets.AddToken("dashboard's ticket", Secrets.Between(link.Query, "ticket="));
        using var opened = await http.GetAsync(new Uri(running.Workers.Web, link.PathAndQuery));
        secrets.AddToken("dashboard's cookie", Secrets.Between(opened.Headers.GetValues("Set-Cookie").Single(), "="));
    }

    /// <summary>Buys a course and watches it; somebody who is not Stripe says something.</summary>
    public async Task BuyAsync()
    {
        var course = await school.PublishedCourseAsync();
        var orders = new OrderService.OrderServiceClient(channel);
        var checkout = await orders.StartCheckoutAsync(
            new StartCheckoutRequest
            {
                RequestId = Guid.NewGuid().ToString(),
                Course = $"courses/{course.Id}",
                SuccessUrl = "https://eschool.test/",
                CancelUrl = "https://eschool.test/",
            },
            Headers
        );
        secrets.Add("checkout page", checkout.CheckoutUrl, "payments.orders");
        await running.Stripe.PayAsync(checkout.CheckoutUrl, email: email);
        var order = await Wait.UntilAsync(
            "The payment",
            async () =>
                (await orders.GetOrderAsync(new GetOrderRequest { Name = checkout.Order.Name }, Headers)).Order is { State: Order.Types.State.Paid } paid
                    ? paid
                    : null
        );
        var playback = await new PlaybackService.PlaybackServiceClient(channel).CreatePlaybackAsync(
            new CreatePlaybackRequest { Lesson = $"{order.Enrollment}/lessons/{course.VideoLessonId}" },
            Headers
        );
        secrets.AddToken("playback ticket", new Uri(playback.MasterPlaylistUrl).Segments[^2].TrimEnd('/'));
        using var http = new HttpClient();
        (await http.GetAsync(new Uri(playback.MasterPlaylistUrl))).EnsureSuccessStatusCode().Dispose();

        var said = $"whsec_canary_{Mark}";
        secrets.Add("header of a webhook", said);
        using var webhook = new HttpRequestMessage(HttpMethod.Post, new Uri(running.Api.Web, "webhooks/stripe"))
        {
            Content = new StringContent($"{{\"id\": \"{said}\"}}", Encoding.UTF8, "application/json"),
        };
        webhook.Headers.TryAddWithoutValidation("Stripe-Signature", $"t=1700000000,v1={said}");
        webhook.Headers.TryAddWithoutValidation("X-Api-Key", said);
        await refusals.OfAsync(http.SendAsync(webhook));
    }

    /// <summary>Registers with an address the mail server refuses in so many words, until the last try has failed.</summary>
    public async Task FailForGoodAsync()
    {
        var refused = $"refused.canary.{Mark}@eschool.test";
        secrets.Add("refused address", refused, "identity.users");
        await Identity.RegisterAsync(
            new RegisterRequest
            {
                Email = refused,
                Password = password,
                DisplayName = "Zephyrine",
            }
        );

        // The tries are hours apart: all but the last are said to have been made, and the last is due now.
        await Wait.UntilAsync(
            "The first failure",
            async () =>
                await school.ReadAsync(db =>
                    db.Database.ExecuteSqlAsync(
                        $"UPDATE hangfire.jobparameter SET value = '10' WHERE name = 'RetryCount' AND jobid IN (SELECT id FROM hangfire.job WHERE statename = 'Scheduled')"
                    )
                ) > 0
        );
        await school.ReadAsync(db => db.Database.ExecuteSqlAsync($"UPDATE hangfire.set SET score = 0 WHERE key = 'schedule'"));
        await Wait.UntilAsync(
            "The dead letter",
            () => school.ReadAsync(db => db.DeadLetters.AnyAsync(d => d.Kind == "notifications.verification_email")),
            seconds: 120
        );
    }
}

using System.Buffers.Text;
using System.Text.Json.Nodes;
using ESchool.Application.Identity;
using ESchool.Application.Identity.Sessions;
using ESchool.Contracts.Catalog.V1;
using ESchool.Contracts.Certificates.V1;
using ESchool.Contracts.Identity.V1;
using ESchool.Contracts.Notifications.V1;
using ESchool.Contracts.Payments.V1;
using ESchool.Contracts.Payouts.V1;
using ESchool.Tests.Support;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ESchool.EndToEnd.Tests.Canaries;

/// <summary>Secrets where they do not belong, and tokens that are none.</summary>
internal sealed partial class CanaryLife
{
    public async Task MakeEveryMistakeAsync()
    {
        await BecomeInstructorAsync();
        foreach (var secret in new[] { newPassword, session.RefreshToken, session.AccessToken, email })
        {
            await MisplaceAsync(secret);
        }

        await UseWrongTokensAsync();
    }

    /// <summary>A secret in every kind of field: names, ids, masks, codes, tokens, addresses, amounts.</summary>
    private async Task MisplaceAsync(string secret)
    {
        await refusals.OfAsync(() => Identity.GetUserAsync(new GetUserRequest { Name = secret }, Headers).ResponseAsync);
        await refusals.OfAsync(() => Identity.GetUserAsync(new GetUserRequest { Name = $"users/{secret}" }, Headers).ResponseAsync);
        await refusals.OfAsync(() => Identity.SignInAsync(new SignInRequest { Email = secret, Password = wrongPassword }).ResponseAsync);
        await refusals.OfAsync(() =>
            Identity
                .RegisterAsync(
                    new RegisterRequest
                    {
                        RequestId = secret,
                        Email = secret,
                        Password = "short",
                        DisplayName = secret,
                    }
                )
                .ResponseAsync
        );
        await refusals.OfAsync(() =>
            Identity
                .RegisterAsync(
                    new RegisterRequest
                    {
                        Email = $"weak.{Mark}@eschool.test",
                        Password = secret,
                        DisplayName = secret,
                    }
                )
                .ResponseAsync
        );
        await refusals.OfAsync(() => Identity.VerifyEmailAsync(new VerifyEmailRequest { Token = secret }).ResponseAsync);
        await refusals.OfAsync(() => Identity.AnswerSecondFactorAsync(new AnswerSecondFactorRequest { Challenge = secret, Code = "123456" }).ResponseAsync);
        await refusals.OfAsync(() => Identity.AnswerSecondFactorAsync(new AnswerSecondFactorRequest { Challenge = "unknown", Code = secret }).ResponseAsync);
        await refusals.OfAsync(() => Identity.RevokeSessionsAsync(new RevokeSessionsRequest { Name = $"sessions/{secret}" }, Headers).ResponseAsync);
        await refusals.OfAsync(() =>
            Identity.BeginGoogleSignInAsync(new BeginGoogleSignInRequest { RedirectUri = $"https://eschool.test/{secret}" }).ResponseAsync
        );
        await refusals.OfAsync(() => Identity.CreateAvatarUploadAsync(new CreateAvatarUploadRequest { ContentType = secret }, Headers).ResponseAsync);
        await refusals.OfAsync(() => Identity.SetAvatarAsync(new SetAvatarRequest { Upload = secret }, Headers).ResponseAsync);
        await refusals.OfAsync(() =>
            Identity
                .UpdateUserAsync(
                    new UpdateUserRequest
                    {
                        User = new User
                        {
                            Name = "users/me",
                            TimeZone = secret,
                            Locale = secret,
                        },
                        UpdateMask = new FieldMask { Paths = { "time_zone", "locale" } },
                    },
                    Headers
                )
                .ResponseAsync
        );
        await refusals.OfAsync(() =>
            Identity
                .UpdateUserAsync(
                    new UpdateUserRequest
                    {
                        User = new User { Name = "users/me", DisplayName = "Zephyrine" },
                        UpdateMask = new FieldMask { Paths = { secret } },
                    },
                    Headers
                )
                .ResponseAsync
        );
        await refusals.OfAsync(() =>
            new OrderService.OrderServiceClient(channel).ListOrdersAsync(new ListOrdersRequest { PageToken = secret }, Headers).ResponseAsync
        );
        await refusals.OfAsync(() =>
            new OrderService.OrderServiceClient(channel)
                .StartCheckoutAsync(
                    new StartCheckoutRequest
                    {
                        RequestId = Guid.NewGuid().ToString(),
                        Course = $"courses/{secret}",
                        SuccessUrl = "https://eschool.test/",
                        CancelUrl = secret,
                    },
                    Headers
                )
                .ResponseAsync
        );
        await refusals.OfAsync(() =>
            new CertificateService.CertificateServiceClient(channel).VerifyCertificateAsync(new VerifyCertificateRequest { Serial = secret }).ResponseAsync
        );
        await refusals.OfAsync(() =>
            new EarningsService.EarningsServiceClient(channel)
                .RequestPayoutAsync(
                    new RequestPayoutRequest
                    {
                        RequestId = Guid.NewGuid().ToString(),
                        Amount = new Google.Type.Money { CurrencyCode = secret, Units = 10 },
                    },
                    Headers
                )
                .ResponseAsync
        );
        await refusals.OfAsync(() =>
            new AuthoringService.AuthoringServiceClient(channel)
                .UpdateCourseAsync(
                    new UpdateCourseRequest
                    {
                        Course = new CourseDraft
                        {
                            Name = $"courses/{Guid.NewGuid()}",
                            Title = "Title",
                            Etag = secret,
                        },
                    },
                    Headers
                )
                .ResponseAsync
        );
        await refusals.OfAsync(async () =>
        {
            using var watch = new NotificationService.NotificationServiceClient(channel).Watch(new WatchRequest { ResumeToken = secret }, Headers);
            await watch.ResponseStream.MoveNext(CancellationToken.None);
        });
    }

    /// <summary>A forged access token, an expired one, and what is no token at all.</summary>
    private async Task UseWrongTokensAsync()
    {
        var parts = session.AccessToken.Split('.');
        var claims = JsonNode.Parse(Base64Url.DecodeFromChars(parts[1]))!;
        claims["roles"] = 15;
        var forged = $"{parts[0]}.{Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(claims.ToJsonString()))}.{parts[2]}";
        var expired = await ExpiredTokenAsync();
        secrets.Add("forged token", forged);
        secrets.Add("expired token", expired);
        secrets.Add("expired token, its signature", expired.Split('.')[2]);
        foreach (var token in new[] { forged, expired, newPassword, session.RefreshToken })
        {
            await refusals.OfAsync(() => Identity.GetUserAsync(new GetUserRequest { Name = "users/me" }, Bearer(token)).ResponseAsync);
        }

        await refusals.OfAsync(() =>
            Identity
                .GetUserAsync(new GetUserRequest { Name = "users/me" }, new Metadata { { "authorization", newPassword }, { "x-api-key", newPassword } })
                .ResponseAsync
        );
    }

    private async Task<string> ExpiredTokenAsync()
    {
        var normalized = email.ToLowerInvariant();
        var (user, opened) = await school.ReadAsync(async db =>
        {
            var owner = await db.Users.AsNoTracking().SingleAsync(u => u.EmailNormalized == normalized);
            return (owner, await db.Sessions.AsNoTracking().FirstAsync(s => s.UserId == owner.Id));
        });
        var clock = new TestClock();
        clock.Advance(TimeSpan.FromHours(-1));
        return new AccessTokens(school.Services.GetRequiredService<SigningKeys>(), school.Services.GetRequiredService<IOptions<IdentityOptions>>(), clock)
            .Issue(user, opened)
            .Token;
    }
}

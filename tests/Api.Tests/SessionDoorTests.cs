using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using ESchool.Application.Identity.Accounts;
using ESchool.Contracts.Administration.V1;
using ESchool.Contracts.Identity.V1;
using ESchool.Contracts.Notifications.V1;
using ESchool.Contracts.Payouts.V1;
using ESchool.Domain;
using ESchool.Tests.Support;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Api.Tests;

/// <summary>What ends a session ends it everywhere; what a browser keeps, no script reads; what matters asks again who is there.</summary>
public sealed class SessionDoorTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private const string Password = "correct horse battery";

    [Fact]
    public async Task ARevokedSession_IsRefusedByEveryCall_WithinFiveSeconds()
    {
        var student = await fixture.School.StudentAsync();
        var headers = await fixture.HeadersAsync(student);
        await Users.GetUserAsync(new GetUserRequest { Name = "users/me" }, headers);
        await Users.RevokeSessionsAsync(new RevokeSessionsRequest { All = true }, headers);
        await Wait.UntilAsync("The refusal of the revoked session", async () => await IsRefusedAsync(headers), seconds: 5);
    }

    [Fact]
    public async Task ASuspendedUser_IsRefusedByEveryCall_AndTheirStreamsEnd_WithinFiveSeconds()
    {
        var (admin, student) = (await fixture.School.AdminAsync(), await fixture.School.StudentAsync());
        var headers = await fixture.HeadersAsync(student);
        using var watch = new NotificationService.NotificationServiceClient(fixture.Channel).Watch(new WatchRequest(), headers);
        var ended = Status.OfAsync(
            StatusCode.Unauthenticated,
            "ACCESS_TOKEN_INVALID",
            async () =>
            {
                while (await watch.ResponseStream.MoveNext(CancellationToken.None)) { }
            }
        );
        await Administration.SuspendUserAsync(new SuspendUserRequest { Name = $"users/{student.UserId}", Reason = "Spam." }, await fixture.HeadersAsync(admin));
        var since = Stopwatch.StartNew();
        await ended.WaitAsync(TimeSpan.FromSeconds(5));
        await Wait.UntilAsync("The refusal of the suspended user", async () => await IsRefusedAsync(headers), seconds: 5);
        Assert.InRange(since.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task ABrowser_GetsTheRefreshToken_AsACookieNoScriptCanRead()
    {
        var email = await PersonAsync();
        var (session, cookie) = await CallAsync(
            "SignIn",
            new SignInRequest
            {
                Email = email,
                Password = Password,
                TokenDelivery = TokenDelivery.Cookie,
            },
            SignInResponse.Parser,
            r => r.Session
        );
        Assert.Empty(session.RefreshToken);
        Assert.StartsWith("__Host-eschool-refresh=", cookie, StringComparison.Ordinal);
        foreach (var attribute in new[] { "httponly", "secure", "samesite=strict", "path=/" })
        {
            Assert.Contains(attribute, cookie, StringComparison.OrdinalIgnoreCase);
        }

        Assert.DoesNotContain("domain=", cookie, StringComparison.OrdinalIgnoreCase);
        var sent = cookie.Split(';')[0];
        var (next, nextCookie) = await CallAsync(
            "RefreshSession",
            new RefreshSessionRequest(),
            RefreshSessionResponse.Parser,
            r => r.Session,
            sent,
            origin: "https://frontend.test"
        );
        Assert.Empty(next.RefreshToken);
        Assert.NotEqual(sent, nextCookie.Split(';')[0]);

        // Another site's page, which some browser let send the cookie along, gets nothing, and the cookie is not used up.
        var stolen = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            CallAsync(
                "RefreshSession",
                new RefreshSessionRequest(),
                RefreshSessionResponse.Parser,
                r => r.Session,
                nextCookie.Split(';')[0],
                origin: "https://attacker.test"
            )
        );
        Assert.Contains("16", stolen.Message, StringComparison.Ordinal);
        await CallAsync("RefreshSession", new RefreshSessionRequest(), RefreshSessionResponse.Parser, r => r.Session, nextCookie.Split(';')[0]);
    }

    [Fact]
    public async Task ABrowser_ThatSignedInBefore_IsKnownByItsDeviceCookie_AndAnAppByTheFieldOfTheAnswer()
    {
        var email = await PersonAsync();
        var (session, cookie) = await CallAsync(
            "SignIn",
            new SignInRequest
            {
                Email = email,
                Password = Password,
                TokenDelivery = TokenDelivery.Cookie,
            },
            SignInResponse.Parser,
            r => r.Session,
            name: "device"
        );
        Assert.Empty(session.DeviceToken);
        foreach (var attribute in new[] { "httponly", "secure", "samesite=strict", "path=/", "expires=" })
        {
            Assert.Contains(attribute, cookie, StringComparison.OrdinalIgnoreCase);
        }

        var app = (await Users.SignInAsync(new SignInRequest { Email = email, Password = Password })).Session.DeviceToken;
        Assert.NotEmpty(app);

        // Somebody at the same network guesses until it is blocked; who signed in before is not.
        for (var i = 0; i <= Domain.Identity.SignInAttempts.FreeFailures; i++)
        {
            await Assert.ThrowsAsync<RpcException>(() => Users.SignInAsync(new SignInRequest { Email = email, Password = "not this one" }).ResponseAsync);
        }

        await Status.OfAsync(
            StatusCode.ResourceExhausted,
            "TOO_MANY_ATTEMPTS",
            () => Users.SignInAsync(new SignInRequest { Email = email, Password = Password }).ResponseAsync
        );
        await Users.SignInAsync(
            new SignInRequest
            {
                Email = email,
                Password = Password,
                DeviceToken = app,
            }
        );
        await CallAsync(
            "SignIn",
            new SignInRequest
            {
                Email = email,
                Password = Password,
                TokenDelivery = TokenDelivery.Cookie,
            },
            SignInResponse.Parser,
            r => r.Session,
            cookie.Split(';')[0]
        );
    }

    [Fact]
    public async Task ANativeClient_GetsTheRefreshToken_InTheMessageAndNoCookie()
    {
        var email = await PersonAsync();
        var call = Users.SignInAsync(new SignInRequest { Email = email, Password = Password });
        Assert.NotEmpty((await call).Session.RefreshToken);
        Assert.DoesNotContain(await call.ResponseHeadersAsync, header => header.Key == "set-cookie");
    }

    [Fact]
    public async Task APayout_AsksAgainWhoIsThere_WhenTheSignInIsOld()
    {
        var instructor = await fixture.School.InstructorAsync();
        await AgeAsync(instructor);
        var earnings = new EarningsService.EarningsServiceClient(fixture.Channel);
        var headers = await fixture.HeadersAsync(instructor);
        await Status.OfAsync(
            StatusCode.PermissionDenied,
            "STEP_UP_REQUIRED",
            () =>
                earnings
                    .RequestPayoutAsync(
                        new RequestPayoutRequest
                        {
                            RequestId = Guid.NewGuid().ToString(),
                            Amount = new Google.Type.Money { CurrencyCode = "EUR", Units = 10 },
                        },
                        headers
                    )
                    .ResponseAsync
        );
        await earnings.ListPayoutsAsync(new ListPayoutsRequest(), headers);
    }

    [Fact]
    public async Task ARole_IsGivenByAnAdministrator_WhoJustProvedWhoTheyAre_WithASecondFactor()
    {
        var (admin, student) = (await fixture.School.AdminAsync(), await fixture.School.StudentAsync());
        var headers = await fixture.HeadersAsync(admin);
        var grant = new GrantRoleRequest { Name = $"users/{student.UserId}", Role = Contracts.Roles.V1.Role.Support };
        await AgeAsync(admin);
        await Status.OfAsync(StatusCode.PermissionDenied, "STEP_UP_REQUIRED", () => Administration.GrantRoleAsync(grant, headers).ResponseAsync);
        await fixture.School.ReadAsync(db =>
            db.Sessions.Where(s => s.Id == admin.SessionId).ExecuteUpdateAsync(set => set.SetProperty(s => s.SecondFactorAt, (DateTimeOffset?)null))
        );
        await Status.OfAsync(
            StatusCode.PermissionDenied,
            "SECOND_FACTOR_REQUIRED",
            () => Administration.ListUsersAsync(new ListUsersRequest(), headers).ResponseAsync
        );
        Assert.False((await fixture.School.ReadAsync(db => db.Users.SingleAsync(u => u.Id == student.UserId))).Roles.HasFlag(Domain.Identity.Roles.Support));
    }

    [Fact]
    public async Task ARoleThatIsMissing_IsNotedInTheLog()
    {
        var student = await fixture.School.StudentAsync();
        var headers = await fixture.HeadersAsync(student);
        await Status.OfAsync(StatusCode.PermissionDenied, "ROLE_MISSING", () => Administration.ListUsersAsync(new ListUsersRequest(), headers).ResponseAsync);
        var noted = await fixture.School.ReadAsync(db => db.AuditEvents.SingleAsync(e => e.ActorId == student.UserId && e.Action == "call.refused"));
        Assert.Equal(("/eschool.administration.v1.AdministrationService/ListUsers", "127.0.0.0/24"), (noted.Resource, noted.Network));
        Assert.StartsWith("grpc-dotnet", noted.UserAgent, StringComparison.Ordinal);
    }

    private IdentityService.IdentityServiceClient Users => new(fixture.Channel);

    private AdministrationService.AdministrationServiceClient Administration => new(fixture.Channel);

    private Task AgeAsync(Actor actor)
    {
        var before = DateTimeOffset.UtcNow.AddMinutes(-11);
        return fixture.School.ReadAsync(db =>
            db.Sessions.Where(s => s.Id == actor.SessionId).ExecuteUpdateAsync(set => set.SetProperty(s => s.AuthenticatedAt, before))
        );
    }

    private async Task<bool> IsRefusedAsync(Metadata headers)
    {
        try
        {
            await Users.GetUserAsync(new GetUserRequest { Name = "users/me" }, headers);
            return false;
        }
        catch (RpcException refusal) when (refusal.StatusCode == StatusCode.Unauthenticated)
        {
            return true;
        }
    }

    private async Task<string> PersonAsync()
    {
        var email = $"{Guid.NewGuid():N}@eschool.test";
        await fixture.School.DoAsync<Register>(r => r.ExecuteAsync(Guid.NewGuid(), email, Password, "Ada", CancellationToken.None));
        await fixture.School.ReadAsync(db =>
            db.Users.Where(u => u.EmailNormalized == email).ExecuteUpdateAsync(set => set.SetProperty(u => u.EmailVerifiedAt, DateTimeOffset.UtcNow))
        );
        return email;
    }

    /// <summary>Calls as a browser does, by gRPC-Web.</summary>
    private async Task<(Session Session, string Cookie)> CallAsync<TResponse>(
        string method,
        IMessage request,
        MessageParser<TResponse> parser,
        Func<TResponse, Session> sessionOf,
        string? cookie = null,
        string? origin = null,
        string name = "refresh"
    )
        where TResponse : IMessage<TResponse>
    {
        using var http = new HttpClient(new HttpClientHandler { UseCookies = false });
        var message = request.ToByteArray();
        using var content = new ByteArrayContent([0, .. BitConverter.GetBytes(IPAddress.HostToNetworkOrder(message.Length)), .. message]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc-web+proto");
        using var call = new HttpRequestMessage(HttpMethod.Post, new Uri(fixture.Api.Web, $"eschool.identity.v1.IdentityService/{method}"))
        {
            Content = content,
        };
        if (cookie is not null)
        {
            call.Headers.Add("Cookie", cookie);
        }

        if (origin is not null)
        {
            call.Headers.Add("Origin", origin);
        }

        using var answer = await http.SendAsync(call);
        if (answer.Headers.TryGetValues("grpc-status", out var status) && status.Single() != "0")
        {
            throw new InvalidOperationException($"grpc-status {status.Single()}");
        }

        var bytes = await answer.Content.ReadAsByteArrayAsync();
        var length = IPAddress.NetworkToHostOrder(BitConverter.ToInt32(bytes, 1));
        return (
            sessionOf(parser.ParseFrom(bytes, 5, length)),
            answer.Headers.GetValues("Set-Cookie").Single(cookies => cookies.StartsWith($"__Host-eschool-{name}=", StringComparison.Ordinal))
        );
    }
}

using System.Collections.Concurrent;
using ESchool.Api.Tests.Matrix;
using ESchool.Application.Administration;
using ESchool.Application.Administration.SupportViews;
using ESchool.Application.Identity.Sessions;
using ESchool.Contracts.Administration.V1;
using ESchool.Contracts.Identity.V1;
using ESchool.Contracts.Options.V1;
using ESchool.Contracts.Payments.V1;
using ESchool.Domain;
using ESchool.Domain.Administration;
using ESchool.Domain.Identity;
using ESchool.Tests.Support;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Api.Tests.SupportViews;

/// <summary>In a support view, staff see what the user sees, and can change nothing: every rpc of the contract is tried.</summary>
public sealed class SupportViewTests(AccessMatrixTests.UnlimitedApiFixture fixture) : IClassFixture<AccessMatrixTests.UnlimitedApiFixture>
{
    /// <summary>The lines of the matrix hold a request for each rpc that its owner's call is let in with.</summary>
    [Fact]
    public async Task OfAllRpcs_ThoseThatAreSeenAnswer_OthersAreRefused_AndNothingChanges()
    {
        var calls = new ConcurrentBag<(MatrixLine Line, string Caller, string Request, string Token, Func<Task> Nudge)>();
        await Parallel.ForEachAsync(
            MatrixTable.Lines,
            new ParallelOptions { MaxDegreeOfParallelism = 4 },
            async (line, _) =>
            {
                var world = await MatrixWorld.MakeAsync(fixture, "");
                var request = await world.FillAsync(line.Request);
                await world.FillAsync(line.With);
                foreach (var caller in new[] { MatrixWorld.Owner, MatrixWorld.Instructor })
                {
                    calls.Add((line, caller, MatrixWorld.FillFresh(request), await world.ViewTokenAsync(caller), () => Task.CompletedTask));
                }
            }
        );
        Assert.Empty(MatrixTable.Contract.Keys.Except(calls.Select(call => call.Line.Rpc)));

        var (before, counted) = (await ContentAsync(), await CountedAsync());
        var differences = new List<string>();
        var seen = new HashSet<string>();
        foreach (var (line, caller, request, token, nudge) in calls)
        {
            var method = MatrixTable.Contract[line.Rpc];
            var end = await RawCalls.CallAsync(fixture.Channel, method, request, token, nudge);
            var isRefused = (end.Code, end.Reason) == (StatusCode.PermissionDenied, "SUPPORT_VIEW_READ_ONLY");
            var isSeen = method.GetOptions().GetExtension(OptionsExtensions.SupportView);
            if (isSeen && end.Code == StatusCode.OK)
            {
                seen.Add(line.Rpc);
            }

            // What the table says of the user holds of who sees, but for what the answer holds.
            var expected = isSeen ? line.Cells[caller] : "";
            if (isSeen == isRefused || (expected is "OK" or "E" && end.Code != StatusCode.OK) || (expected == "N" && end.Code != StatusCode.NotFound))
            {
                differences.Add($"{line.Number, 4}: {line.Rpc} as {caller}, in a view: {(isSeen ? $"seen, {expected}" : "refused")} is declared, it was {end}");
            }
        }

        Assert.True(differences.Count == 0, string.Join('\n', differences.Order()));
        Assert.Equal(
            MatrixTable.Contract.Where(rpc => rpc.Value.GetOptions().GetExtension(OptionsExtensions.SupportView)).Select(rpc => rpc.Key).Order(),
            seen.Order()
        );
        Assert.Equal(before, await ContentAsync());

        // Every call is counted.
        var after = await CountedAsync();
        var refused = calls.Count(call => !MatrixTable.Contract[call.Line.Rpc].GetOptions().GetExtension(OptionsExtensions.SupportView));
        Assert.Equal((calls.Count, refused), (after.Calls - counted.Calls, after.Refused - counted.Refused));
    }

    [Fact]
    public async Task WhoSees_SeesTheUser_AndTheUserIsTold()
    {
        var (support, student) = (await fixture.School.SupportAsync(), await fixture.School.StudentAsync());
        var desk = new SupportViewService.SupportViewServiceClient(fixture.Channel);
        var opened = await desk.StartSupportViewAsync(
            new StartSupportViewRequest { User = $"users/{student.UserId}", Reason = "Ticket 7" },
            await fixture.HeadersAsync(support)
        );
        Assert.Equal(($"users/{support.UserId}", $"users/{student.UserId}", "Ticket 7"), (opened.View.Staff, opened.View.User, opened.View.Reason));
        var identity = new IdentityService.IdentityServiceClient(fixture.Channel);
        var me = await identity.GetUserAsync(new GetUserRequest { Name = "users/me" }, Bearer(opened.AccessToken));
        Assert.Equal($"users/{student.UserId}", me.User.Name);

        var noted = await fixture.School.ReadAsync(db =>
            db.AuditEvents.SingleAsync(e => e.Action == "support_view.start" && e.Resource == $"users/{student.UserId}")
        );
        Assert.Equal(support.UserId, noted.ActorId);
        Assert.Contains("Ticket 7", noted.After, StringComparison.Ordinal);
        Assert.Single(await fixture.School.ToldAsync<Application.Work.Feed.AccountViewed>(student));

        // A view opens no other, refreshes nothing, and is not ended from within.
        await ReadOnlyAsync(() =>
            desk.StartSupportViewAsync(new StartSupportViewRequest { User = me.User.Name, Reason = "More" }, Bearer(opened.AccessToken)).ResponseAsync
        );
        await ReadOnlyAsync(() =>
            identity.RefreshSessionAsync(new RefreshSessionRequest { RefreshToken = "unknown" }, Bearer(opened.AccessToken)).ResponseAsync
        );
        await ReadOnlyAsync(() => desk.EndSupportViewAsync(new EndSupportViewRequest { Name = opened.View.Name }, Bearer(opened.AccessToken)).ResponseAsync);

        var ended = await desk.EndSupportViewAsync(new EndSupportViewRequest { Name = opened.View.Name }, await fixture.HeadersAsync(support));
        Assert.Equal((4, 3), (ended.View.CallCount, ended.View.RefusedCallCount));
        await desk.EndSupportViewAsync(new EndSupportViewRequest { Name = opened.View.Name }, await fixture.HeadersAsync(support));
        await EndedAsync(opened.AccessToken);
        Assert.Equal(
            1,
            await fixture.School.ReadAsync(db => db.AuditEvents.CountAsync(e => e.Action == "support_view.end" && e.Resource == $"users/{student.UserId}"))
        );
    }

    /// <summary>A page of Stripe's is for the one who pays.</summary>
    [Fact]
    public async Task Secrets_AreNotShown()
    {
        var world = await MatrixWorld.MakeAsync(fixture, "");
        var order = await world.FillAsync("orders/{order}");
        await fixture.School.ReadAsync(db =>
            db.Orders.Where(o => o.StudentId == world.ActorOf(MatrixWorld.Owner).UserId)
                .ExecuteUpdateAsync(set => set.SetProperty(o => o.CheckoutUrl, "https://pay.test/1"))
        );
        var orders = new OrderService.OrderServiceClient(fixture.Channel);
        var own = await orders.GetOrderAsync(new GetOrderRequest { Name = order }, Bearer(world.TokenOf(MatrixWorld.Owner)!));
        var seen = await orders.GetOrderAsync(new GetOrderRequest { Name = order }, Bearer(await world.ViewTokenAsync(MatrixWorld.Owner)));
        Assert.Equal(own.Order.Name, seen.Order.Name);
        Assert.DoesNotContain("pay.test", seen.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Roles.Admin)]
    [InlineData(Roles.Support)]
    public async Task NobodySeesWhatStaffSee(Roles role)
    {
        var (admin, colleague) = (await fixture.School.AdminAsync(), await fixture.School.UserAsync(role));
        await Refused.WithAsync(AdministrationReasons.SupportViewOfStaff, () => StartAsync(admin, colleague));
        await Refused.WithAsync(AdministrationReasons.SupportViewOfStaff, () => StartAsync(admin, admin));

        // Who becomes one of them meanwhile is not seen any more.
        var student = await fixture.School.StudentAsync();
        var view = await StartAsync(admin, student);
        await fixture.School.DoAsync<GrantRole>(g => g.ExecuteAsync(admin, student.UserId, role, CancellationToken.None));
        await EndedAsync(view.Token);
    }

    [Fact]
    public async Task AView_EndsWithItsTime()
    {
        var view = await StartAsync(await fixture.School.SupportAsync(), await fixture.School.StudentAsync());
        Assert.Equal(TimeSpan.FromMinutes(15), view.View.ExpiresAt - view.View.StartedAt);
        await fixture.School.ReadAsync(db =>
            db.SupportViews.Where(v => v.Id == view.View.Id).ExecuteUpdateAsync(set => set.SetProperty(v => v.ExpiresAt, v => v.StartedAt))
        );
        await EndedAsync(view.Token);
    }

    [Fact]
    public async Task AView_EndsWithTheSession_AndTheRole_OfWhoSees()
    {
        var (admin, student) = (await fixture.School.AdminAsync(), await fixture.School.StudentAsync());
        var (leaving, demoted, suspended) = (await fixture.School.SupportAsync(), await fixture.School.SupportAsync(), await fixture.School.SupportAsync());
        var views = new[] { await StartAsync(leaving, student), await StartAsync(demoted, student), await StartAsync(suspended, student) };
        await fixture.School.DoAsync<SignOut>(s => s.ExecuteAsync(leaving, CancellationToken.None));
        await fixture.School.DoAsync<RevokeRole>(r => r.ExecuteAsync(admin, demoted.UserId, Roles.Support, CancellationToken.None));
        await fixture.School.DoAsync<SuspendUser>(s => s.ExecuteAsync(admin, suspended.UserId, "Left.", CancellationToken.None));
        foreach (var view in views)
        {
            await EndedAsync(view.Token);
        }
    }

    /// <summary>Whoever is suspended writes to support, and support must see what they saw.</summary>
    [Fact]
    public async Task ASuspendedUser_IsSeen_WhetherSuspendedBeforeOrMeanwhile()
    {
        var (admin, support, student) = (await fixture.School.AdminAsync(), await fixture.School.SupportAsync(), await fixture.School.StudentAsync());
        var headers = await fixture.HeadersAsync(student);
        var before = await StartAsync(support, student);
        await fixture.School.DoAsync<SuspendUser>(s => s.ExecuteAsync(admin, student.UserId, "Suspected.", CancellationToken.None));
        var meanwhile = await StartAsync(support, student);
        var (identity, orders) = (new IdentityService.IdentityServiceClient(fixture.Channel), new OrderService.OrderServiceClient(fixture.Channel));
        foreach (var view in new[] { before, meanwhile })
        {
            var me = await identity.GetUserAsync(new GetUserRequest { Name = "users/me" }, Bearer(view.Token));
            Assert.Equal($"users/{student.UserId}", me.User.Name);
            Assert.Empty((await orders.ListOrdersAsync(new ListOrdersRequest(), Bearer(view.Token))).Orders);
            await ReadOnlyAsync(() =>
                identity
                    .UpdateUserAsync(
                        new UpdateUserRequest
                        {
                            User = new Contracts.Identity.V1.User { Name = "users/me", DisplayName = "Free" },
                        },
                        Bearer(view.Token)
                    )
                    .ResponseAsync
            );
        }

        // The view gives nothing back to the user: their own token is as dead as before, and a view is no way around it.
        await Wait.UntilAsync(
            "The end of the suspended user's own session",
            async () =>
                await Record.ExceptionAsync(() => identity.GetUserAsync(new GetUserRequest { Name = "users/me" }, headers).ResponseAsync)
                    is RpcException { StatusCode: StatusCode.Unauthenticated },
            seconds: 5
        );
        await fixture.School.DoAsync<SuspendUser>(s => s.ExecuteAsync(admin, support.UserId, "Left.", CancellationToken.None));
        await EndedAsync(before.Token);
        await EndedAsync(meanwhile.Token);
    }

    private static Metadata Bearer(string token) => new() { { "authorization", $"Bearer {token}" } };

    private Task<OpenSupportView> StartAsync(Actor staff, Actor user) =>
        fixture.School.DoAsync<StartSupportView, OpenSupportView>(s => s.ExecuteAsync(staff, user.UserId, "Ticket 7", CancellationToken.None));

    private static Task ReadOnlyAsync(Func<Task> call) => Status.OfAsync(StatusCode.PermissionDenied, "SUPPORT_VIEW_READ_ONLY", call);

    private Task EndedAsync(string token) =>
        Status.OfAsync(
            StatusCode.Unauthenticated,
            "ACCESS_TOKEN_INVALID",
            () => new IdentityService.IdentityServiceClient(fixture.Channel).GetUserAsync(new GetUserRequest { Name = "users/me" }, Bearer(token)).ResponseAsync
        );

    private Task<(int Calls, int Refused)> CountedAsync() =>
        fixture.School.ReadAsync(async db => (await db.SupportViews.SumAsync(v => v.Calls), await db.SupportViews.SumAsync(v => v.RefusedCalls)));

    /// <summary>What every table holds, but for the counts of the views themselves.</summary>
    private async Task<IReadOnlyList<string>> ContentAsync() =>
        await fixture.School.ReadAsync(async db =>
        {
            var tables = await db
                .Database.SqlQuery<string>(
                    $"""
                    SELECT format('%I.%I', schemaname, tablename) AS "Value" FROM pg_tables
                    WHERE schemaname NOT IN ('pg_catalog', 'information_schema') AND tablename <> 'support_views' ORDER BY 1
                    """
                )
                .ToListAsync();
            var contents = new List<string>();
            foreach (var table in tables)
            {
                var sql = $"SELECT count(*) || ' ' || coalesce(sum(hashtextextended(t::text, 0)), 0) AS \"Value\" FROM {table} t";
                contents.Add($"{table}: {await db.Database.SqlQueryRaw<string>(sql).SingleAsync()}");
            }

            return contents;
        });
}

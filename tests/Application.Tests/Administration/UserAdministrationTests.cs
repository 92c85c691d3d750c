using ESchool.Application.Administration;
using ESchool.Application.Tests.Identity;
using ESchool.Domain;
using ESchool.Domain.Administration;
using ESchool.Domain.Identity;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Administration;

public sealed class UserAdministrationTests(SchoolFixture fixture) : IClassFixture<SchoolFixture>
{
    private readonly TestSchool school = fixture.School;

    [Fact]
    public async Task ASuspendedUser_IsOutAtOnce_AndInAgainWhenReinstated()
    {
        var (admin, email) = (await school.AdminAsync(), await school.PersonAsync());
        var actor = await school.ActorAsync(email);
        await SuspendAsync(admin, actor.UserId);
        Assert.False(await school.IsOpenAsync(actor));
        await Refused.WithAsync(IdentityReasons.CredentialsInvalid, () => school.SignInAsync(email));
        await school.DoAsync<ReinstateUser, UserAccount>(r => r.ExecuteAsync(admin, actor.UserId, CancellationToken.None));
        Assert.False(await school.IsOpenAsync(actor));
        await school.SignInAsync(email);
    }

    [Fact]
    public async Task AnAdministrator_EndsTheSessionsOfAUser_WhoMaySignInAgain()
    {
        var (admin, email) = (await school.AdminAsync(), await school.PersonAsync());
        var (phone, tablet) = (await school.ActorAsync(email), await school.ActorAsync(email));
        Assert.Equal(2, await school.DoAsync<RevokeUserSessions, int>(r => r.ExecuteAsync(admin, phone.UserId, CancellationToken.None)));
        Assert.Equal((false, false), (await school.IsOpenAsync(phone), await school.IsOpenAsync(tablet)));
        await school.SignInAsync(email);
        await Refused.WithAsync(
            IdentityReasons.UserNotFound,
            () => school.DoAsync<RevokeUserSessions, int>(r => r.ExecuteAsync(admin, Guid.NewGuid(), CancellationToken.None))
        );
    }

    [Fact]
    public async Task AUser_IsFoundByIdAndByPartOfNameOrAddress_WithoutWildcards()
    {
        var ada = await school.UserAsync(name: "Ada 100%_sure Lovelace");
        var email = await school.ReadAsync(db => db.Users.Where(u => u.Id == ada.UserId).Select(u => u.Email).SingleAsync());
        foreach (var query in new[] { ada.UserId.ToString(), $"users/{ada.UserId}", "100%_SURE", email[5..30].ToUpperInvariant() })
        {
            Assert.Equal(ada.UserId, Assert.Single(await FindAsync(query)).User.Id);
        }

        Assert.Empty(await FindAsync("100_%sure"));
        Assert.Empty(await FindAsync(Guid.NewGuid().ToString()));

        async Task<IReadOnlyList<UserAccount>> FindAsync(string query) =>
            (
                await school.DoAsync<ListUsers, Page<UserAccount>>(l =>
                    l.ExecuteAsync(ada, new UserFilter(null, null, false, query), new PageRequest(10, null), CancellationToken.None)
                )
            ).Items;
    }

    [Fact]
    public async Task WhoLooksForAnAddressOrAName_IsInTheLog_WithoutWhatWasLookedFor()
    {
        var (admin, email) = (await school.AdminAsync(), await school.PersonAsync());
        var found = (await school.ActorAsync(email)).UserId;
        foreach (
            var filter in new[]
            {
                new UserFilter(email, null, false),
                new UserFilter(null, null, false, email[..20]),
                new UserFilter(null, null, false, $"{found}"),
            }
        )
        {
            await school.DoAsync<ListUsers, Page<UserAccount>>(l => l.ExecuteAsync(admin, filter, new PageRequest(10, null), CancellationToken.None));
        }

        var acts = (await LogAsync(new AuditFilter(admin.UserId, null, null, null, null))).Items;
        Assert.Equal([("user.search", $"users/{found}"), ("user.find_by_address", $"users/{found}")], acts.Select(e => (e.Action, e.Resource)));
        Assert.All(acts, e => Assert.Equal((null, null), (e.Before, e.After)));
    }

    [Fact]
    public async Task ARoleThatIsTakenAway_EndsTheSessionsThatHadIt()
    {
        var (admin, email) = (await school.AdminAsync(), await school.PersonAsync());
        var before = await school.ActorAsync(email);
        await school.DoAsync<GrantRole, UserAccount>(g => g.ExecuteAsync(admin, before.UserId, Roles.Support, CancellationToken.None));
        var support = await school.ActorAsync(email);
        Assert.True(support.ReadsAll);
        await school.DoAsync<RevokeRole, UserAccount>(r => r.ExecuteAsync(admin, before.UserId, Roles.Support, CancellationToken.None));
        Assert.False(await school.IsOpenAsync(support));
        Assert.False((await school.ActorAsync(email)).ReadsAll);
    }

    [Fact]
    public async Task EveryActOfAnAdministrator_IsInTheLog_WithBeforeAndAfter_AndNeverChanges()
    {
        var (admin, user) = (await school.AdminAsync(), await school.StudentAsync());
        await SuspendAsync(admin, user.UserId);
        await SuspendAsync(admin, user.UserId);
        var happened = Assert.Single((await LogAsync(new AuditFilter(null, $"users/{user.UserId}", "user.", null, null))).Items);
        Assert.Equal((admin.UserId, "user.suspend"), (happened.ActorId, happened.Action));
        Assert.Contains("false", happened.Before, StringComparison.Ordinal);
        Assert.Contains("true", happened.After, StringComparison.Ordinal);
        foreach (
            var sql in new[]
            {
                "UPDATE administration.audit_events SET action = ''",
                "DELETE FROM administration.audit_events",
                "TRUNCATE administration.audit_events",
            }
        )
        {
            await Assert.ThrowsAnyAsync<Npgsql.PostgresException>(() => school.ReadAsync(db => db.Database.ExecuteSqlRawAsync(sql)));
        }
    }

    [Fact]
    public async Task TheLog_IsFiltered_AndReadPageByPage()
    {
        var admin = await school.AdminAsync();
        var users = new List<Actor>();
        for (var i = 0; i < 5; i++)
        {
            users.Add(await school.StudentAsync());
            await SuspendAsync(admin, users[i].UserId);
        }

        var own = new AuditFilter(admin.UserId, null, "user.suspend", null, null);
        var first = await LogAsync(own, size: 2);
        var second = await LogAsync(own, size: 2, after: first.Next);
        Assert.Equal(users.AsEnumerable().Reverse().Take(4).Select(u => $"users/{u.UserId}"), first.Items.Concat(second.Items).Select(e => e.Resource));
        Assert.Empty((await LogAsync(own with { Before = DateTimeOffset.UnixEpoch })).Items);
        Assert.Empty((await LogAsync(own with { Action = "user.reinstate" })).Items);
    }

    [Fact]
    public async Task TwoAdministrators_WhoRemoveEachOtherAtOnce_LeaveOne()
    {
        await using var own = await TestSchool.OpenAsync();
        for (var round = 0; round < 10; round++)
        {
            await own.ReadAsync(db => db.Users.ExecuteUpdateAsync(set => set.SetProperty(u => u.Roles, Roles.Student)));
            var (first, second) = (await own.AdminAsync(), await own.AdminAsync());
            var outcomes = await Task.WhenAll(
                Record
                    .ExceptionAsync(() => own.DoAsync<RevokeRole, UserAccount>(r => r.ExecuteAsync(first, second.UserId, Roles.Admin, CancellationToken.None)))
                    .AsTask(),
                Record
                    .ExceptionAsync(() => own.DoAsync<SuspendUser, UserAccount>(s => s.ExecuteAsync(second, first.UserId, "Out.", CancellationToken.None)))
                    .AsTask()
            );
            var refusal = Assert.Single(outcomes.OfType<DomainException>());
            Assert.Equal(IdentityReasons.LastAdmin, refusal.Reason);
            Assert.Equal(1, await own.ReadAsync(db => db.Users.CountAsync(u => (u.Roles & Roles.Admin) != 0 && u.SuspendedAt == null)));
        }
    }

    [Fact]
    public async Task Users_AreFoundByAddressRoleAndSuspension()
    {
        var (admin, email) = (await school.AdminAsync(), await school.PersonAsync());
        var actor = await school.ActorAsync(email);
        Assert.Equal([actor.UserId], await FindAsync(new UserFilter(email.ToUpperInvariant(), null, Suspended: false)));
        Assert.Empty(await FindAsync(new UserFilter(email, null, Suspended: true)));
        await SuspendAsync(admin, actor.UserId);
        Assert.Equal([actor.UserId], await FindAsync(new UserFilter(email, null, Suspended: true)));
        Assert.Contains(admin.UserId, await FindAsync(new UserFilter(null, Roles.Admin, Suspended: false)));
        Assert.DoesNotContain(actor.UserId, await FindAsync(new UserFilter(null, Roles.Admin, Suspended: false)));
    }

    private Task SuspendAsync(Actor admin, Guid userId) =>
        school.DoAsync<SuspendUser, UserAccount>(s => s.ExecuteAsync(admin, userId, "Spam.", CancellationToken.None));

    private Task<Page<AuditEvent>> LogAsync(AuditFilter filter, int size = 50, string? after = null) =>
        school.DoAsync<ListAuditEvents, Page<AuditEvent>>(l => l.ExecuteAsync(filter, new PageRequest(size, after), CancellationToken.None));

    private async Task<IEnumerable<Guid>> FindAsync(UserFilter filter) =>
        (
            await school.DoAsync<ListUsers, Page<UserAccount>>(l => l.ExecuteAsync(Actor.System, filter, new PageRequest(200, null), CancellationToken.None))
        ).Items.Select(account => account.User.Id);
}

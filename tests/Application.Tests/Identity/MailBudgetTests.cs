using ESchool.Application.Identity.Accounts;
using ESchool.Application.Identity.Passwords;
using ESchool.Application.Work;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Identity;

/// <summary>What others cause to be mailed keeps nobody from what they need to get into their account.</summary>
public sealed class MailBudgetTests(SchoolFixture fixture) : IClassFixture<SchoolFixture>
{
    private const int Most = 5;

    private readonly TestSchool school = fixture.School;

    [Fact]
    public async Task WhatOthersWrite_TakesNothingFromPasswordResets()
    {
        var (email, id) = await PersonAsync();
        Assert.Equal(Most, await ExhaustAsync(email, MailRoom.Others));
        await ResetAsync(email);
        Assert.Equal(1, await ResetsOfAsync(id));
    }

    [Fact]
    public async Task Registrations_LeaveOneMailToAPasswordReset()
    {
        var (email, id) = await PersonAsync();
        for (var i = 0; i < 3 * Most; i++)
        {
            await school.DoAsync<Register, string>(r => r.ExecuteAsync(Guid.NewGuid(), email, "a stranger's password", "Ada", CancellationToken.None));
        }

        Assert.Equal(Most - 1, await school.ReadAsync(db => CountAsync(db, AddressKnownEmailWork.Kind, id)));
        await ResetAsync(email);
        Assert.Equal(1, await ResetsOfAsync(id));

        // And that was all of the hour.
        school.Clock.Advance(TimeSpan.FromMinutes(2));
        await ResetAsync(email);
        Assert.Equal(1, await ResetsOfAsync(id));
        school.Clock.Advance(TimeSpan.FromHours(1));
        await ResetAsync(email);
        Assert.Equal(2, await ResetsOfAsync(id));
    }

    [Fact]
    public async Task PasswordResets_TakeNothingFromWhatOthersWrite()
    {
        var (email, _) = await PersonAsync();
        Assert.Equal(Most, await ExhaustAsync(email, MailRoom.Resets));
        Assert.Equal(0, await ExhaustAsync(email, MailRoom.Registrations));
        Assert.Equal(Most, await ExhaustAsync(email, MailRoom.Others));
    }

    [Fact]
    public async Task ABudgetOfOne_LetsPeopleRegister()
    {
        await using var own = TestSchool.On(school.Database, ("Identity:MailsPerRecipient", "1"));
        await own.DoAsync<MailBudget>(async budget =>
        {
            var email = $"{Guid.NewGuid():N}@eschool.test";
            Assert.True(await budget.TakeAsync(email, MailRoom.Registrations, CancellationToken.None));
            Assert.False(await budget.TakeAsync(email, MailRoom.Registrations, CancellationToken.None));
            Assert.False(await budget.TakeAsync(email, MailRoom.Resets, CancellationToken.None));
        });
    }

    private async Task<(string Email, Guid Id)> PersonAsync()
    {
        var email = await school.PersonAsync();

        // The mail of their own registration was in another hour.
        school.Clock.Advance(TimeSpan.FromHours(1));
        return (email, await school.ReadAsync(db => db.Users.Where(u => u.EmailNormalized == email).Select(u => u.Id).SingleAsync()));
    }

    private Task ResetAsync(string email) => school.DoAsync<RequestPasswordReset>(r => r.ExecuteAsync(email, CancellationToken.None));

    private Task<int> ResetsOfAsync(Guid userId) => school.ReadAsync(db => CountAsync(db, PasswordResetEmailWork.Kind, userId));

    private static async Task<int> CountAsync(Data.SchoolDbContext db, string kind, Guid userId) =>
        (await db.OutboxMessages.Where(m => m.Kind == kind).Select(m => m.Payload).ToListAsync()).Count(payload =>
            payload.Contains(userId.ToString(), StringComparison.Ordinal)
        );

    /// <returns>How many mails there was room for.</returns>
    private async Task<int> ExhaustAsync(string email, MailRoom room)
    {
        var taken = 0;
        await school.DoAsync<MailBudget>(async budget =>
        {
            while (await budget.TakeAsync(email, room, CancellationToken.None))
            {
                taken++;
            }
        });
        return taken;
    }
}

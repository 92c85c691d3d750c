using System.Diagnostics;
using ESchool.Application.Identity.Accounts;
using ESchool.Application.Identity.Passwords;
using ESchool.Application.Work;
using ESchool.Domain.Identity;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Identity;

/// <summary>A stopwatch tells nothing about who has an account: over 1,000 calls each, taken in turns, the medians are within 5 %.</summary>
public sealed class SameTimeTests(SchoolFixture fixture, ITestOutputHelper output) : IClassFixture<SchoolFixture>
{
    private const int Calls = 1_000;
    private const int WarmUp = 30;
    private const int Measurements = 3;

    private readonly TestSchool school = fixture.School;

    [Fact]
    public async Task SignIn_TakesAKnownAndAnUnknownAddress_EquallyLong()
    {
        await RequireSameAsync(email => Record.ExceptionAsync(() => school.SignInAsync(email, "wrong password!")).AsTask());
        var refused = await school.ReadAsync(db => db.AuditEvents.CountAsync(e => e.Action == "session.refused"));
        Assert.Equal(0, refused % (2 * (Calls + WarmUp)));
        Assert.NotEqual(0, refused);
    }

    [Fact]
    public Task RequestPasswordReset_TakesAKnownAndAnUnknownAddress_EquallyLong() =>
        RequireSameAsync(email => school.DoAsync<RequestPasswordReset>(r => r.ExecuteAsync(email, CancellationToken.None)));

    [Fact]
    public Task RequestPasswordReset_RepeatedWithinTheMinute_TakesAKnownAndAnUnknownAddress_EquallyLong() =>
        RequireSameAsync(async email =>
        {
            for (var i = 0; i < 3; i++)
            {
                await school.DoAsync<RequestPasswordReset>(r => r.ExecuteAsync(email, CancellationToken.None));
            }
        });

    [Fact]
    public async Task Requests_RepeatedWithinTheMinute_LeaveTheSameRows_ForAKnownAndAnUnknownAddress()
    {
        foreach (var email in new[] { (await PeopleAsync())[0], $"{Guid.NewGuid():N}@eschool.test" })
        {
            // The minute is the clock's: all calls lie in one.
            school.Clock.Advance(TimeSpan.FromSeconds(60 - school.Clock.GetUtcNow().Second));
            var (reset, verify) = (await CountAsync(PasswordResetEmailWork.Kind), await CountAsync(VerificationEmailWork.Kind));
            for (var i = 0; i < 5; i++)
            {
                await school.DoAsync<RequestPasswordReset>(r => r.ExecuteAsync(email, CancellationToken.None));
                await school.DoAsync<ResendVerificationEmail>(r => r.ExecuteAsync(email, CancellationToken.None));
            }

            Assert.Equal((reset + 1, verify + 1), (await CountAsync(PasswordResetEmailWork.Kind), await CountAsync(VerificationEmailWork.Kind)));
        }

        Task<int> CountAsync(string kind) => school.ReadAsync(db => db.OutboxMessages.CountAsync(m => m.Kind == kind));
    }

    private async Task<IReadOnlyList<string>> PeopleAsync()
    {
        var hash = await school.DoAsync<PasswordHasher, string>(p => p.HashAsync(Registered.Password, CancellationToken.None));
        var now = school.Clock.GetUtcNow();
        var users = Enumerable.Range(0, Calls + WarmUp).Select(_ => new User($"{Guid.NewGuid():N}@eschool.test", "Ada", hash, now)).ToList();
        users.ForEach(user => user.VerifyEmail(now));
        await school.ReadAsync(async db =>
        {
            db.Users.AddRange(users);
            return await db.SaveChangesAsync();
        });
        return [.. users.Select(user => user.Email)];
    }

    /// <summary>
    /// A machine that is busy with something else can spoil a measurement, and is measured again; an answer that is slower for one sort is so each time.
    /// </summary>
    private async Task RequireSameAsync(Func<string, Task> call)
    {
        var ratio = 0d;
        for (var measurement = 1; measurement <= Measurements && ratio is < 0.95 or > 1.05; measurement++)
        {
            ratio = await MeasureAsync(call);
        }

        Assert.InRange(ratio, 0.95, 1.05);
    }

    private async Task<double> MeasureAsync(Func<string, Task> call)
    {
        var people = await PeopleAsync();
        var (known, unknown) = (new List<double>(), new List<double>());
        for (var i = 0; i < Calls + WarmUp; i++)
        {
            // In turns, and each first every other time: whatever slows the machine slows both.
            foreach (var isKnown in i % 2 == 0 ? new[] { true, false } : [false, true])
            {
                var email = isKnown ? people[i] : $"{Guid.NewGuid():N}@eschool.test";
                var watch = Stopwatch.StartNew();
                await call(email);
                (isKnown ? known : unknown).Add(i < WarmUp ? double.NaN : watch.Elapsed.TotalMilliseconds);
            }
        }

        var (first, second) = (Median(known), Median(unknown));
        output.WriteLine($"known {first:F3} ms, unknown {second:F3} ms");
        return first / second;
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Where(value => !double.IsNaN(value)).Order().ToList();
        return sorted[sorted.Count / 2];
    }
}

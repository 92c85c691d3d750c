using ESchool.Application.Learning.Enrolling;
using ESchool.Application.Notifications.Emails;
using ESchool.Application.Payments.Checkout;
using ESchool.Application.Payments.Quotes;
using ESchool.Application.Tests.Administration.Moderation;
using ESchool.Application.Tests.Payments;
using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Administration;
using ESchool.Domain.Payments.Checkout;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Tests.Administration.Merging;

/// <summary>What comes late finds the account that stayed, and nobody pays for what came with the other one.</summary>
public sealed class MergedAccountTests(SchoolFixture fixture) : IClassFixture<SchoolFixture>
{
    private static readonly CheckoutPage Page = new("https://eschool.test/thanks", "https://eschool.test/");
    private readonly TestSchool school = fixture.School;

    [Fact]
    public async Task AccessThatComesLate_IsGivenToTheAccountThatStayed_ThroughAChain()
    {
        var (admin, course) = (await school.AdminAsync(), await school.PublishedCourseAsync());
        var (first, second, third) = (await school.StudentAsync(), await school.StudentAsync(), await school.StudentAsync());
        await school.MergeAsync(admin, first, second);
        await school.MergeAsync(admin, second, third);

        // A payment that was on its way when the account was closed.
        await using var scope = school.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<SchoolDbContext>();
        var enrollment = await db.InTransactionAsync(
            async () =>
            {
                var made = await scope
                    .ServiceProvider.GetRequiredService<EnrollStudent>()
                    .ExecuteAsync(first.UserId, course.Id, $"orders/{Guid.NewGuid()}", CancellationToken.None);
                await db.SaveChangesAsync();
                return made;
            },
            CancellationToken.None
        );
        Assert.Equal(third.UserId, await school.OwnerAsync(enrollment));
        await school.OpenAsync(third, enrollment, course);
    }

    /// <summary>An access token lives for some seconds longer than its account.</summary>
    [Fact]
    public async Task AClosedAccount_BuysNothing_AlsoWhenBothHappenAtOnce()
    {
        using var stripe = new StripeEmulator(school.Database);
        var admin = await school.AdminAsync();
        for (var i = 0; i < 10; i++)
        {
            var (old, now, course) = (await school.StudentAsync(), await school.StudentAsync(), await school.PublishedCourseAsync());
            var merge = await school.PrepareAsync(admin, old, now);
            var buying = Task.Run(async () => await Record.ExceptionAsync(() => BuyAsync(old, course.Id)));
            var refusal = await Record.ExceptionAsync(() => school.ConfirmAsync(admin, merge));
            if (await buying is { } bought)
            {
                Assert.Equal(CallReasons.AccessTokenInvalid, Assert.IsType<DomainException>(bought).Reason);
                Assert.Null(refusal);
            }
            else
            {
                Assert.Equal(AdministrationReasons.AccountMergeBlocked, Assert.IsType<DomainException>(refusal).Reason);
                continue;
            }

            await Refused.WithAsync(CallReasons.AccessTokenInvalid, () => BuyAsync(old, course.Id));
            Assert.False(await school.ReadAsync(db => db.Orders.AnyAsync(o => o.StudentId == old.UserId)));
        }
    }

    [Fact]
    public async Task WhoRegistersWithTheClosedAddress_IsToldWhereTheAccountIs()
    {
        var (admin, old, now) = (await school.AdminAsync(), await school.StudentAsync(), await school.StudentAsync());
        await school.MergeAsync(admin, old, now);
        await school.DoAsync<SendAddressKnownEmail>(s => s.ExecuteAsync(old.UserId, Guid.NewGuid(), CancellationToken.None));
        var address = await school.ReadAsync(db => db.Users.Where(u => u.Id == old.UserId).Select(u => u.Email).SingleAsync());
        Assert.Contains("was merged into your other one", Assert.Single(await Mails.ToAsync(address)), StringComparison.Ordinal);
    }

    private Task<Order> BuyAsync(Actor student, Guid courseId) =>
        school.DoAsync<StartCheckout, Order>(s => s.ExecuteAsync(student, Guid.NewGuid(), ItemId.Course(courseId), "", Page, CancellationToken.None));

    [Fact]
    public async Task AnOpenPage_ForWhatTheMergeBrings_IsClosed()
    {
        using var stripe = new StripeEmulator(school.Database);
        var (admin, old, now) = (await school.AdminAsync(), await school.StudentAsync(), await school.StudentAsync());
        var course = await school.PublishedCourseAsync();
        await school.BuyAsync(stripe, old, course);
        var open = await school.DoAsync<StartCheckout, Order>(s =>
            s.ExecuteAsync(now, Guid.NewGuid(), ItemId.Course(course.Id), "", Page, CancellationToken.None)
        );
        await school.MergeAsync(admin, old, now);
        Assert.Single(await school.AskedForAsync(CloseOrderWork.Kind, open.Id));
        await school.RequireSoundLedgerAsync();
    }
}

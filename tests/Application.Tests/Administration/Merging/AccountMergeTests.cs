using ESchool.Application.Administration;
using ESchool.Application.Administration.Merging;
using ESchool.Application.Catalog.Storefront.Shelves;
using ESchool.Application.Chat;
using ESchool.Application.Learning.Enrolling;
using ESchool.Application.Notifications.Emails;
using ESchool.Application.Payments.Refunds;
using ESchool.Application.Tests.Administration.Moderation;
using ESchool.Application.Tests.Catalog.Reviews;
using ESchool.Application.Tests.Identity;
using ESchool.Application.Tests.Payments;
using ESchool.Application.Work;
using ESchool.Application.Work.Feed;
using ESchool.Domain;
using ESchool.Domain.Administration;
using ESchool.Domain.Administration.Merging;
using ESchool.Domain.Identity;
using ESchool.Domain.Learning;
using ESchool.Domain.Payments.Refunds;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Administration.Merging;

/// <summary>Two accounts of one person become one: what was prepared is what happens, once and as a whole.</summary>
public sealed class AccountMergeTests(SchoolFixture fixture) : IClassFixture<SchoolFixture>
{
    private readonly TestSchool school = fixture.School;

    [Fact]
    public async Task TheAccountThatStays_HasEverything_AndTheOtherIsClosed()
    {
        using var stripe = new StripeEmulator(school.Database);
        var admin = await school.AdminAsync();
        var oldAddress = await school.PersonAsync();
        var (old, now) = (await school.ActorAsync(oldAddress), await school.StudentAsync());
        var course = await school.PublishedCourseAsync();
        var order = await school.BuyAsync(stripe, old, course);
        var enrollment = order.EnrollmentId!.Value;
        await school.OpenAsync(old, enrollment, course);
        var at = school.Clock.GetUtcNow();
        await school.SaveAsync(LessonProgress.Restore(enrollment, course.ArticleLessonId, Guid.Empty, Coverage.Empty, 0, at, at));
        await school.ReviewAsync(old, course, 4, "Good.");
        await school.CertifyAsync(enrollment, old);
        var conversation = (
            await school.DoAsync<StartConversation, ConversationView>(s => s.ExecuteAsync(old, course.Id, CancellationToken.None))
        ).Conversation;
        await school.SayAsync(old, conversation.Id, "Which parser?");
        await school.DoAsync<AddToWishlist>(async a => await a.ExecuteAsync(old, (await school.PublishedCourseAsync()).Id, CancellationToken.None));
        await school.SaveAsync(new UserNote(old.UserId, admin.UserId, "Called twice.", at));
        await school.BuyAsync(stripe, now);
        var (sales, counts) = (await SalesAsync(), await school.CountsAsync(course));

        var merge = await school.PrepareAsync(admin, old, now);
        Assert.Equal(AccountMergeState.Prepared, merge.StateAt(at));
        Assert.Empty(merge.Plan.Blockers);
        Assert.Equal(
            [
                (MergeItemKind.Enrollment, $"enrollments/{enrollment}", 1),
                (MergeItemKind.Orders, "", 1),
                (MergeItemKind.Conversations, "", 1),
                (MergeItemKind.Wishes, "", 1),
                (MergeItemKind.Notes, "", 1),
            ],
            merge.Plan.Moves.Select(item => (item.Kind, item.Resource, item.Count))
        );
        Assert.Equal(old.UserId, await school.OwnerAsync(enrollment));

        var done = await school.ConfirmAsync(admin, merge);
        Assert.Equal((AccountMergeState.Confirmed, admin.UserId), (done.State, done.EndedBy!.Value));
        Assert.Equal((now.UserId, now.UserId), (await school.OwnerAsync(enrollment), await school.BuyerAsync(order.Id)));
        Assert.Equal(now.UserId, await school.ReadAsync(db => db.Certificates.Where(c => c.EnrollmentId == enrollment).Select(c => c.LearnerId).SingleAsync()));
        Assert.Equal((now.UserId, counts), ((await school.OwnAsync(now, course)).Review.StudentId, await school.CountsAsync(course)));
        Assert.Equal(sales, await SalesAsync());
        await school.SayAsync(now, conversation.Id, "I found it.");
        Assert.Equal(
            [now.UserId, now.UserId],
            await school.ReadAsync(db =>
                db.ChatMessages.Where(m => m.ConversationId == conversation.Id).OrderBy(m => m.Sequence).Select(m => m.SenderId).ToListAsync()
            )
        );
        Assert.Equal(1, await school.ReadAsync(db => db.UserNotes.CountAsync(n => n.UserId == now.UserId)));
        Assert.Equal(1, await school.ReadAsync(db => db.ShelvedCourses.CountAsync(s => s.UserId == now.UserId)));

        // The one that is left over is closed for good, and both are told.
        Assert.False(await school.IsOpenAsync(old));
        await Refused.WithAsync(IdentityReasons.CredentialsInvalid, () => school.SignInAsync(oldAddress));
        Assert.Equal(now.UserId, await school.MergedIntoAsync(old));
        await Refused.WithAsync(
            IdentityReasons.AccountMerged,
            () => school.DoAsync<ReinstateUser>(r => r.ExecuteAsync(admin, old.UserId, CancellationToken.None))
        );
        Assert.Equal([new AccountMerged(merge.Id)], await school.ToldAsync<AccountMerged>(now));
        await SendWarningsAsync(old, now);
        Assert.Contains(await Mails.ToAsync(oldAddress), text => text.Contains("merged into your other one", StringComparison.Ordinal));
        Assert.Contains(await Mails.ToAsync(await school.EmailAsync(now)), text => text.Contains("merged into this one", StringComparison.Ordinal));
        var acts = await school.ReadAsync(db =>
            db.AuditEvents.AsNoTracking().Where(e => e.Resource == $"accountMerges/{merge.Id}").OrderBy(e => e.Id).ToListAsync()
        );
        Assert.Equal(["account.merge_prepare", "account.merge"], acts.Select(e => e.Action));
        Assert.Contains($"users/{old.UserId}", acts[1].Before, StringComparison.Ordinal);
        Assert.Contains("passport", acts[1].After, StringComparison.Ordinal);

        // The order is theirs with what can be done with it, and news of its payment that come again enroll nobody.
        await school.SettleAsync(order);
        Assert.Equal(1, await school.ReadAsync(db => db.Enrollments.CountAsync(e => e.CourseId == course.Id)));
        await Refused.WithAsync(
            Domain.Payments.PaymentReasons.OrderNotFound,
            () => school.DoAsync<RefundOrder, Refund>(r => r.ExecuteAsync(old, order.Id, "Mine.", CancellationToken.None))
        );
        await school.GiveBackAsync(await school.OrderAsync(order.Id));
        Assert.Equal(EnrollmentState.Ended, await StateAsync(enrollment));
        await school.RequireSoundLedgerAsync();
    }

    [Fact]
    public async Task ConfirmedManyTimesAtOnce_ItHappensOnce_AndAnswersTheSame()
    {
        var (admin, old, now) = (await school.AdminAsync(), await school.StudentAsync(), await school.StudentAsync());
        var granted = await school.GrantAsync(admin, old, (await school.PublishedCourseAsync()).Id);
        var merge = await school.PrepareAsync(admin, old, now);
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => school.ConfirmAsync(admin, merge))));
        Assert.All(answers, answer => Assert.Equal((AccountMergeState.Confirmed, answers[0].EndedAt), (answer.State, answer.EndedAt)));
        school.Clock.Advance(AccountMerge.Lifetime);
        Assert.Equal(AccountMergeState.Confirmed, (await school.ConfirmAsync(admin, merge)).StateAt(school.Clock.GetUtcNow()));
        Assert.Equal(now.UserId, await school.OwnerAsync(granted.EnrollmentId));
        Assert.Equal(1, await school.ReadAsync(db => db.AuditEvents.CountAsync(e => e.Resource == $"accountMerges/{merge.Id}" && e.Action == "account.merge")));
        Assert.Single(await school.ToldAsync<AccountMerged>(now));
    }

    [Fact]
    public async Task PreparedBothWays_OnlyOneHappens()
    {
        var (admin, one, other) = (await school.AdminAsync(), await school.StudentAsync(), await school.StudentAsync());
        var (there, back) = (await school.PrepareAsync(admin, one, other), await school.PrepareAsync(admin, other, one));
        var faults = await Task.WhenAll(
            new[] { there, back }.Select(merge => Task.Run(async () => await Record.ExceptionAsync(() => school.ConfirmAsync(admin, merge))))
        );
        var refusal = Assert.IsType<DomainException>(Assert.Single(faults, fault => fault is not null));
        Assert.Equal(IdentityReasons.UserSuspended, refusal.Reason);
        Assert.Single(new[] { await school.MergedIntoAsync(one), await school.MergedIntoAsync(other) }, into => into is not null);
    }

    [Fact]
    public async Task AChain_EndsWhereItLeads_AndNothingGoesIntoAClosedAccount()
    {
        var (admin, course) = (await school.AdminAsync(), await school.PublishedCourseAsync());
        var (first, second, third) = (await school.StudentAsync(), await school.StudentAsync(), await school.StudentAsync());
        var granted = await school.GrantAsync(admin, first, course.Id);
        await school.MergeAsync(admin, first, second);
        await school.MergeAsync(admin, second, third);
        Assert.Equal(third.UserId, await school.OwnerAsync(granted.EnrollmentId));
        Assert.Equal((second.UserId, third.UserId), (await school.MergedIntoAsync(first), await school.MergedIntoAsync(second)));
        var other = await school.StudentAsync();
        await Refused.WithAsync(IdentityReasons.UserSuspended, () => school.PrepareAsync(admin, other, first));
        await Refused.WithAsync(IdentityReasons.UserSuspended, () => school.PrepareAsync(admin, first, other));
    }

    [Fact]
    public async Task InTheSameCourse_WhatIsLiveGoesToThePerson_AndNothingIsLost()
    {
        var (admin, old, now) = (await school.AdminAsync(), await school.StudentAsync(), await school.StudentAsync());
        var (swapped, left) = (await school.PublishedCourseAsync(), await school.PublishedCourseAsync());
        var endedHere = await school.GrantAsync(admin, now, swapped.Id);
        await school.RevokeAsync(admin, endedHere);
        var live = await school.GrantAsync(admin, old, swapped.Id);
        var endedThere = await school.GrantAsync(admin, old, left.Id);
        await school.RevokeAsync(admin, endedThere);
        var kept = await school.GrantAsync(admin, now, left.Id);
        var certificates = (await school.CertifyAsync(live.EnrollmentId, old), await school.CertifyAsync(endedHere.EnrollmentId, now));
        foreach (var (student, stars) in new[] { (old, 5), (now, 2) })
        {
            await school.SaveAsync(new Domain.Catalog.Reviews.Review(swapped.Id, student.UserId, stars, "", isHeld: false, school.Clock.GetUtcNow()));
        }

        var merge = await school.MergeAsync(admin, old, now);
        Assert.Equal([$"enrollments/{live.EnrollmentId}"], merge.Plan.Moves.Select(item => item.Resource));
        Assert.Equal([$"enrollments/{endedThere.EnrollmentId}"], merge.Plan.Stays.Select(item => item.Resource));
        Assert.Equal((now.UserId, old.UserId), (await school.OwnerAsync(live.EnrollmentId), await school.OwnerAsync(endedHere.EnrollmentId)));
        Assert.Equal((old.UserId, now.UserId), (await school.OwnerAsync(endedThere.EnrollmentId), await school.OwnerAsync(kept.EnrollmentId)));
        Assert.Equal((now.UserId, old.UserId), (await LearnerAsync(certificates.Item1), await LearnerAsync(certificates.Item2)));
        Assert.Equal((5, 2), (await StarsAsync(now, swapped.Id), await StarsAsync(old, swapped.Id)));
        await school.OpenAsync(now, live.EnrollmentId, swapped);
        Assert.Equal(
            2,
            (await school.DoAsync<ListEnrollments, Page<EnrollmentView>>(l => l.ExecuteAsync(now, new PageRequest(50, null), CancellationToken.None)))
                .Items
                .Count
        );
    }

    [Fact]
    public async Task WhatHasChangedSince_IsNotMerged_AndNothingIs()
    {
        var (admin, old, now) = (await school.AdminAsync(), await school.StudentAsync(), await school.StudentAsync());
        var granted = await school.GrantAsync(admin, old, (await school.PublishedCourseAsync()).Id);
        var merge = await school.PrepareAsync(admin, old, now);
        await Refused.WithAsync(CallReasons.EtagStale, () => school.ConfirmAsync(admin, merge, "another"));
        await school.GrantAsync(admin, old, (await school.PublishedCourseAsync()).Id);
        await Refused.WithAsync(AdministrationReasons.AccountMergeStale, () => school.ConfirmAsync(admin, merge));
        Assert.Equal((old.UserId, null), (await school.OwnerAsync(granted.EnrollmentId), await school.MergedIntoAsync(old)));
        Assert.True(await school.IsOpenAsync(old));
        await school.MergeAsync(admin, old, now);
        Assert.Equal(now.UserId, await school.OwnerAsync(granted.EnrollmentId));
    }

    [Fact]
    public async Task AMerge_CanBeConfirmedForADay_UnlessItWasGivenUp()
    {
        var (admin, old, now) = (await school.AdminAsync(), await school.StudentAsync(), await school.StudentAsync());
        var (late, dropped) = (await school.PrepareAsync(admin, old, now), await school.PrepareAsync(admin, old, now));
        await CancelAsync(dropped);
        await CancelAsync(dropped);
        await Refused.WithAsync(AdministrationReasons.AccountMergeStateWrong, () => school.ConfirmAsync(admin, dropped));
        school.Clock.Advance(AccountMerge.Lifetime);
        await Refused.WithAsync(AdministrationReasons.AccountMergeStateWrong, () => school.ConfirmAsync(admin, late));
        await Refused.WithAsync(AdministrationReasons.AccountMergeStateWrong, () => CancelAsync(late));
        Assert.Equal(AccountMergeState.Expired, (await school.ReadAsync(late)).StateAt(school.Clock.GetUtcNow()));
        Assert.Null(await school.MergedIntoAsync(old));
        Assert.Equal(
            1,
            await school.ReadAsync(db => db.AuditEvents.CountAsync(e => e.Resource == $"accountMerges/{dropped.Id}" && e.Action == "account.merge_cancel"))
        );
        await Refused.WithAsync(
            AdministrationReasons.AccountMergeNotFound,
            () => school.DoAsync<GetAccountMerge, AccountMerge>(g => g.ExecuteAsync(Guid.NewGuid(), CancellationToken.None))
        );
        var listed = await school.DoAsync<ListAccountMerges, Page<AccountMerge>>(l =>
            l.ExecuteAsync(now.UserId, new PageRequest(1, null), CancellationToken.None)
        );
        Assert.Equal((dropped.Id, true), (Assert.Single(listed.Items).Id, listed.Next is not null));

        Task<AccountMerge> CancelAsync(AccountMerge merge) =>
            school.DoAsync<CancelAccountMerge, AccountMerge>(c => c.ExecuteAsync(admin, merge.Id, CancellationToken.None));
    }

    private async Task SendWarningsAsync(params Actor[] users)
    {
        foreach (var user in users)
        {
            foreach (var payload in await school.AskedForAsync(SecurityNoticeEmailWork.Kind, user.UserId))
            {
                var work = System.Text.Json.JsonSerializer.Deserialize<SecurityNoticeEmailWork>(payload)!;
                await school.DoAsync<SendSecurityNoticeEmail>(s => s.ExecuteAsync(work.UserId, work.Notice, CancellationToken.None));
            }
        }
    }

    /// <summary>What reports and books sum up.</summary>
    private Task<string> SalesAsync() =>
        school.ReadAsync(async db =>
            $"{await db.Orders.CountAsync(o => o.PaidAt != null)} {await db.Orders.SumAsync(o => o.TotalMinorUnits)} "
            + $"{await db.Enrollments.CountAsync()} {await db.LedgerEntries.CountAsync()} {await db.LedgerEntries.SumAsync(e => Math.Abs(e.AmountMinorUnits))} "
            + $"{await db.CoursePopularity.SumAsync(p => p.Learners)}"
        );

    private Task<Guid> LearnerAsync(Guid certificate) =>
        school.ReadAsync(db => db.Certificates.Where(c => c.Id == certificate).Select(c => c.LearnerId).SingleAsync());

    private Task<int> StarsAsync(Actor student, Guid courseId) =>
        school.ReadAsync(db => db.Reviews.Where(r => r.StudentId == student.UserId && r.CourseId == courseId).Select(r => r.Stars).SingleAsync());

    private Task<EnrollmentState> StateAsync(Guid enrollmentId) =>
        school.ReadAsync(db => db.Enrollments.Where(e => e.Id == enrollmentId).Select(e => e.State).SingleAsync());
}

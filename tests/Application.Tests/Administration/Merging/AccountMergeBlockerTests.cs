using ESchool.Application.Identity.Privacy;
using ESchool.Application.Payments.Checkout;
using ESchool.Application.Payments.Quotes;
using ESchool.Application.Payments.Refunds;
using ESchool.Application.Tests.Administration.Moderation;
using ESchool.Application.Tests.Catalog.Reviews;
using ESchool.Application.Tests.Instructors;
using ESchool.Application.Tests.Payments;
using ESchool.Domain;
using ESchool.Domain.Administration;
using ESchool.Domain.Administration.Merging;
using ESchool.Domain.Administration.Moderation;
using ESchool.Domain.Catalog.Authors;
using ESchool.Domain.Identity;
using ESchool.Domain.Ledger;
using ESchool.Domain.Payments.Checkout;
using ESchool.Domain.Payments.Refunds;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ESchool.Application.Tests.Administration.Merging;

/// <summary>What keeps two accounts from being merged. While it lasts, nothing moves.</summary>
public sealed class AccountMergeBlockerTests(SchoolFixture fixture) : IClassFixture<SchoolFixture>
{
    private static readonly CheckoutPage Page = new("https://eschool.test/thanks", "https://eschool.test/");
    private readonly TestSchool school = fixture.School;

    [Fact]
    public async Task AnAuthorOrOneOfTheStaff_IsNoStudent()
    {
        var course = await school.PublishedCourseAsync();
        await school.ReadyPayoutAccountAsync(course.Instructor, $"acct_{Guid.NewGuid():N}");
        await school.ReadAsync(db =>
            db.Database.ExecuteSqlAsync(
                $"INSERT INTO ledger.accounts (id, kind, owner_id, currency, balance_minor_units) VALUES ({Guid.NewGuid()}, {(int)AccountKind.InstructorHeld}, {course.Instructor.UserId}, 'EUR', -100)"
            )
        );
        await RequireAsync(course.Instructor, MergeBlockerKind.Role, MergeBlockerKind.Author, MergeBlockerKind.PayoutAccount, MergeBlockerKind.Balance);
        await RequireAsync(await school.SupportAsync(), MergeBlockerKind.Role);
        var editor = await school.StudentAsync();
        await school.SaveAsync(new CoAuthor(course.Id, editor.UserId, AuthorRole.Editor, school.Clock.GetUtcNow()));
        Assert.Equal($"courses/{course.Id}", (await RequireAsync(editor, MergeBlockerKind.Author)).Resource);
    }

    [Fact]
    public async Task WhatIsUnderWay_ComesToItsEndFirst()
    {
        using var stripe = new StripeEmulator(school.Database);
        var applicant = await school.StudentAsync();
        await Applying.SaveAsync(school, applicant);
        await RequireAsync(applicant, MergeBlockerKind.InstructorApplication);

        var exporting = await school.StudentAsync();
        await school.DoAsync<RequestDataExport, DataExport>(r => r.ExecuteAsync(exporting, CancellationToken.None));
        await RequireAsync(exporting, MergeBlockerKind.DataExport);

        var buyer = await school.StudentAsync();
        var bought = await school.PublishedCourseAsync();
        var open = await school.DoAsync<StartCheckout, Order>(s =>
            s.ExecuteAsync(buyer, Guid.NewGuid(), ItemId.Course(bought.Id), "", Page, CancellationToken.None)
        );
        Assert.Equal($"orders/{open.Id}", (await RequireAsync(buyer, MergeBlockerKind.OpenOrder)).Resource);

        var refunding = await school.BuyAsync(stripe);
        var refund = await school.DoAsync<RefundOrder, Refund>(r =>
            r.ExecuteAsync(PaidOrders.BuyerOf(refunding), refunding.Id, "Not for me.", CancellationToken.None)
        );
        Assert.Equal($"refunds/{refund.Id}", (await RequireAsync(PaidOrders.BuyerOf(refunding), MergeBlockerKind.PendingRefund)).Resource);

        var disputed = await school.BuyAsync(stripe);
        await school.SettleDisputeAsync(await stripe.DisputeAsync(disputed.StripeChargeId!));
        await RequireAsync(PaidOrders.BuyerOf(disputed), MergeBlockerKind.OpenDispute);
    }

    [Fact]
    public async Task ASanction_IsNotWashedOff()
    {
        var (admin, course) = (await school.AdminAsync(), await school.PublishedCourseAsync());
        var author = await school.LearnerAsync(course);
        var review = (await school.ReviewAsync(author, course, 1, "Rubbish.")).Review;
        var report = await school.ReportAsync(await school.StudentAsync(), Moderating.TargetOf(review));
        Assert.Equal($"cases/{report.CaseId}", (await RequireAsync(author, MergeBlockerKind.ModerationCase)).Resource);

        await school.ClaimAsync(admin, report.CaseId);
        var decision = (await school.ResolveAsync(admin, report.CaseId, Moderating.RulingOf(ModerationAct.Hide))).Decision;
        await RequireAsync(author, MergeBlockerKind.ModerationDecision);
        await school.AppealAsync(author, decision);
        await RequireAsync(author, MergeBlockerKind.ModerationDecision, MergeBlockerKind.Appeal);
    }

    [Fact]
    public async Task TwoWhoMayLearnTheSame_AndAnAuthorOfTheCourse_StayApart()
    {
        var (admin, course) = (await school.AdminAsync(), await school.PublishedCourseAsync());
        var (one, other) = (await school.StudentAsync(), await school.StudentAsync());
        var granted = await school.GrantAsync(admin, one, course.Id);
        await school.GrantAsync(admin, other, course.Id);
        var refusal = await RefusedAsync(one, other, MergeBlockerKind.BothEnrolled);
        Assert.Equal($"enrollments/{granted.EnrollmentId}", Assert.Single(refusal.Violations).Subject);
        await RefusedAsync(one, course.Instructor, MergeBlockerKind.OwnCourse);

        // When one of the two has ended, they are merged.
        await school.RevokeAsync(admin, granted);
        await school.MergeAsync(admin, one, other);
    }

    [Fact]
    public async Task AccountsThatCanNotBeUsed_AreNotMerged()
    {
        var (admin, student) = (await school.AdminAsync(), await school.StudentAsync());
        await Refused.WithAsync(AdministrationReasons.SameAccount, () => school.PrepareAsync(admin, student, student));
        var (nobody, suspended, leaving) = (new Actor(Guid.NewGuid(), Guid.Empty, Roles.None), await school.StudentAsync(), await school.StudentAsync());
        var now = DateTimeOffset.UtcNow;
        await school.ReadAsync(db => db.Users.Where(u => u.Id == suspended.UserId).ExecuteUpdateAsync(set => set.SetProperty(u => u.SuspendedAt, now)));
        await school.ReadAsync(db => db.Users.Where(u => u.Id == leaving.UserId).ExecuteUpdateAsync(set => set.SetProperty(u => u.DeleteAt, now.AddDays(14))));
        foreach (
            var (reason, other) in new[]
            {
                (IdentityReasons.UserNotFound, nobody),
                (IdentityReasons.UserSuspended, suspended),
                (IdentityReasons.UserSuspended, leaving),
            }
        )
        {
            await Refused.WithAsync(reason, () => school.PrepareAsync(admin, other, student));
            await Refused.WithAsync(reason, () => school.PrepareAsync(admin, student, other));
        }

        // Also when it happens between the two steps.
        var late = await school.StudentAsync();
        var merge = await school.PrepareAsync(admin, late, student);
        await school.ReadAsync(db => db.Users.Where(u => u.Id == late.UserId).ExecuteUpdateAsync(set => set.SetProperty(u => u.SuspendedAt, now)));
        await Refused.WithAsync(IdentityReasons.UserSuspended, () => school.ConfirmAsync(admin, merge));
        Assert.Null(await school.MergedIntoAsync(late));
    }

    [Fact]
    public async Task AMergeThatFailsAtItsLastStep_HasMovedNothing_AndIsConfirmedAgain()
    {
        await using var own = await TestSchool.OpenAsync();
        var (admin, old, now) = (await own.AdminAsync(), await own.StudentAsync(), await own.StudentAsync());
        var granted = await own.GrantAsync(admin, old, (await own.PublishedCourseAsync()).Id);
        await own.SaveAsync(new UserNote(old.UserId, admin.UserId, "Called twice.", own.Clock.GetUtcNow()));
        var merge = await own.PrepareAsync(admin, old, now);
        await using var owner = new NpgsqlConnection(own.Database.OwnerConnection);
        await owner.OpenAsync();
        await ExecuteAsync(
            """
            CREATE FUNCTION public.fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'killed'; END $$;
            CREATE CONSTRAINT TRIGGER fail AFTER UPDATE ON administration.account_merges DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.fail();
            """
        );
        var fault = await Assert.ThrowsAsync<PostgresException>(() => own.ConfirmAsync(admin, merge));
        Assert.Equal("killed", fault.MessageText);
        Assert.Equal((old.UserId, null), (await own.OwnerAsync(granted.EnrollmentId), await own.MergedIntoAsync(old)));
        Assert.Equal(1, await own.ReadAsync(db => db.UserNotes.CountAsync(n => n.UserId == old.UserId)));
        Assert.Equal(0, await own.ReadAsync(db => db.Sessions.CountAsync(s => s.UserId == old.UserId && s.RevokedAt != null)));
        Assert.Equal(0, await own.ReadAsync(db => db.AuditEvents.CountAsync(e => e.Action == "account.merge")));

        await ExecuteAsync("DROP TRIGGER fail ON administration.account_merges");
        await own.ConfirmAsync(admin, merge);
        Assert.Equal((now.UserId, now.UserId), (await own.OwnerAsync(granted.EnrollmentId), await own.MergedIntoAsync(old)!));

        async Task ExecuteAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, owner);
            await command.ExecuteNonQueryAsync();
        }
    }

    /// <summary>The account that goes has exactly these blockers; the first of them.</summary>
    private async Task<MergeBlocker> RequireAsync(Actor source, params MergeBlockerKind[] kinds)
    {
        var (admin, target) = (await school.AdminAsync(), await school.StudentAsync());
        await RefusedAsync(source, target, kinds);
        return (await school.PrepareAsync(admin, source, target)).Plan.Blockers[0];
    }

    private async Task<DomainException> RefusedAsync(Actor source, Actor target, params MergeBlockerKind[] kinds)
    {
        var admin = await school.AdminAsync();
        var merge = await school.PrepareAsync(admin, source, target);
        Assert.Equal(kinds.Order(), merge.Plan.Blockers.Select(b => b.Kind).Distinct().Order());
        Assert.All(merge.Plan.Blockers, blocker => Assert.NotEmpty(blocker.Advice));
        var refusal = await Refused.WithAsync(AdministrationReasons.AccountMergeBlocked, () => school.ConfirmAsync(admin, merge));
        Assert.Equal(merge.Plan.Blockers.Select(b => new Violation(b.Resource, b.Advice)), refusal.Violations);
        Assert.Null(await school.MergedIntoAsync(source));
        Assert.Equal(AccountMergeState.Prepared, (await school.ReadAsync(merge)).State);
        return refusal;
    }
}

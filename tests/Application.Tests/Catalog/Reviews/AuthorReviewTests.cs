using ESchool.Application.Administration.Merging;
using ESchool.Application.Catalog.Authors;
using ESchool.Application.Identity.Privacy;
using ESchool.Domain;
using ESchool.Domain.Catalog.Authors;
using ESchool.Domain.Catalog.Reviews;
using ESchool.Domain.Identity;
using ESchool.Domain.Learning;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Catalog.Reviews;

/// <summary>Students who begin to work on a course that they have reviewed, and end to.</summary>
public sealed class AuthorReviewTests : IAsyncLifetime
{
    private TestSchool school = null!;
    private PublishedTestCourse course = null!;
    private Actor ada = null!;

    public async ValueTask InitializeAsync()
    {
        school = await TestSchool.OpenAsync();
        course = await school.PublishedCourseAsync();
        ada = await school.LearnerAsync(course);
        await school.ReviewAsync(await school.LearnerAsync(course), course, 2);
    }

    public ValueTask DisposeAsync() => school.DisposeAsync();

    [Fact]
    public async Task TheirReview_IsFrozenAndOutOfTheRating_WhileTheyWorkOnIt_AndComesBack()
    {
        var review = (await school.ReviewAsync(ada, course, 5, "Very good.")).Review;
        await CountsAsync("0 1 0 0 1");
        await JoinAsync(ada);
        await CountsAsync("0 1 0 0 0");
        Assert.DoesNotContain(await school.ListAsync(course), view => view.Review.Id == review.Id);
        await Refused.WithAsync(ReviewReasons.ReviewOwn, () => school.ChangeAsync(ada, review, 4, "Better than all others."));
        await Refused.WithAsync(ReviewReasons.ReviewOwn, () => school.ReviewAsync(ada, course, 4));
        var frozen = (await school.OwnAsync(ada, course)).Review;
        Assert.Equal((ReviewState.Withdrawn, 5, "Very good."), (frozen.State, frozen.Stars, frozen.Text));

        await LeaveAsync(ada);
        await CountsAsync("0 1 0 0 1");
        Assert.Contains(await school.ListAsync(course), view => view.Review.Id == review.Id && view.Review.Text == "Very good.");
        await school.ChangeAsync(ada, review, 4);
        await CountsAsync("0 1 0 1 0");
    }

    [Fact]
    public async Task WhatTheyPaid_AndWhatTheyAre_MustBothAllowIt()
    {
        await school.ReviewAsync(ada, course, 5);
        await JoinAsync(ada);
        await school.PayAsync(ada, course, GrantState.Revoked);
        await LeaveAsync(ada);
        await CountsAsync("0 1 0 0 0");
        await JoinAsync(ada);
        await school.PayAsync(ada, course, GrantState.Live);
        await CountsAsync("0 1 0 0 0");
        await LeaveAsync(ada);
        await CountsAsync("0 1 0 0 1");
    }

    [Fact]
    public async Task WhatStaffHid_StaysHidden_AndWhatTheyDelete_IsGone()
    {
        var admin = await school.AdminAsync();
        var review = (await school.ReviewAsync(ada, course, 5)).Review;
        await school.HideAsync(admin, review);
        await JoinAsync(ada);
        await school.ShowAsync(admin, review);
        await CountsAsync("0 1 0 0 0");
        await school.DeleteAsync(ada, review);
        await LeaveAsync(ada);
        await CountsAsync("0 1 0 0 0");
    }

    [Fact]
    public async Task AReviewThatBecomesAnothers_CountsAgain()
    {
        await school.ReviewAsync(ada, course, 5);
        await JoinAsync(ada);
        var enrollment = await school.ReadAsync(db => db.Enrollments.Where(e => e.StudentId == ada.UserId).Select(e => e.Id).SingleAsync());
        var (admin, other) = (await school.AdminAsync(), await school.StudentAsync());
        await school.DoAsync<MoveEnrollment>(m => m.ExecuteAsync(admin, enrollment, other.UserId, "One person.", CancellationToken.None));
        await CountsAsync("0 1 0 0 1");
    }

    [Fact]
    public async Task AnAccountThatIsErased_BringsNothingBack()
    {
        await school.ReviewAsync(ada, course, 5);
        await JoinAsync(ada);
        await school.DoAsync<DeleteAccount>(d => d.ExecuteAsync(ada, CancellationToken.None));
        await school.PrepareStorageAsync();
        school.Clock.Advance(User.DeletionGrace);
        Assert.Equal(1, await school.DoAsync<EraseAccounts, int>(e => e.ExecuteAsync(CancellationToken.None)));
        Assert.False(await school.ReadAsync(db => db.CoAuthors.AnyAsync()));
        await CountsAsync("0 1 0 0 0");
    }

    /// <summary>Whichever comes first: no review of an author counts in the end.</summary>
    [Fact]
    public async Task ReviewsThatAreWritten_WhileTheirAuthorsBecomeCoAuthors_DoNotCount()
    {
        for (var i = 0; i < 15; i++)
        {
            var student = await school.LearnerAsync(course);
            var invitation = await InviteAsync(student);
            var writing = Task.Run(async () => await Record.ExceptionAsync(() => school.ReviewAsync(student, course, 5)));
            await Task.WhenAll(writing, Task.Run(() => AcceptAsync(student, invitation)));
            var refusal = await writing;
            Assert.True(refusal is null || (refusal as DomainException)?.Reason == ReviewReasons.ReviewOwn, $"{refusal}");
            await CountsAsync("0 1 0 0 0");
            await LeaveAsync(student);
            await CountsAsync($"0 1 0 0 {(refusal is null ? 1 : 0)}");
            await RemoveAsync(student);
        }
    }

    private async Task CountsAsync(string expected)
    {
        Assert.Equal(expected, await school.CountsAsync(course));
        Assert.Empty((await school.RecountAsync()).Differences);
    }

    private async Task RemoveAsync(Actor student)
    {
        if (await school.ReadAsync(db => db.Reviews.SingleOrDefaultAsync(r => r.StudentId == student.UserId)) is { } review)
        {
            await school.DeleteAsync(student, review);
        }
    }

    private async Task JoinAsync(Actor student) => await AcceptAsync(student, await InviteAsync(student));

    private async Task<Guid> InviteAsync(Actor student)
    {
        var address = await school.ReadAsync(db => db.Users.Where(u => u.Id == student.UserId).Select(u => u.Email).SingleAsync());
        return (
            await school.DoAsync<InviteCoAuthor, InvitationView>(i =>
                i.ExecuteAsync(course.Instructor, course.Id, address, AuthorRole.Assistant, CancellationToken.None)
            )
        )
            .Invitation
            .Id;
    }

    private Task AcceptAsync(Actor student, Guid invitation) =>
        school.DoAsync<AcceptInvitation>(a => a.ExecuteAsync(student, course.Id, invitation, CancellationToken.None));

    private Task LeaveAsync(Actor student) => school.DoAsync<RemoveCoAuthor>(r => r.ExecuteAsync(student, course.Id, student.UserId, CancellationToken.None));
}

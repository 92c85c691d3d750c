using ESchool.Domain.Catalog.Reviews;
using ESchool.Domain.Learning;

namespace ESchool.Domain.Tests.Catalog.Reviews;

public sealed class ReviewTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void AReview_CountsExactlyWhileEverybodySeesIt()
    {
        var review = Written(4);
        Assert.Equal((ReviewState.Visible, 4), (review.State, review.CountedStars));
        review.FollowAccess(isWithdrawn: true, Now);
        Assert.Equal((ReviewState.Withdrawn, null), (review.State, review.CountedStars));
        review.Hide("Insults.", Now);
        Assert.Equal(ReviewState.Hidden, review.State);
        review.Show();
        Assert.Equal(ReviewState.Withdrawn, review.State);
        review.FollowAccess(isWithdrawn: false, Now);
        Assert.Equal((ReviewState.Visible, 4), (review.State, review.CountedStars));
    }

    [Fact]
    public void AHiddenReview_IsNotChanged_AndItsAuthorReadsWhy()
    {
        var review = Written(1);
        review.Hide("Insults.", Now);
        var refusal = Assert.Throws<DomainException>(() => review.Change(5, "Nice.", isHeld: false, Now));
        Assert.Equal((ReviewReasons.ReviewHidden, "Insults."), (refusal.Reason, refusal.Metadata["hide_reason"]));
        Assert.Equal(1, review.Stars);
    }

    [Fact]
    public void AHeldReview_StaysHeld_WhateverItsAuthorMakesOfIt_UntilStaffShowIt()
    {
        var review = new Review(Guid.NewGuid(), Guid.NewGuid(), 1, "", isHeld: true, Now);
        Assert.Equal((ReviewState.Pending, Now), (review.State, review.AttentionSince!.Value));
        review.Change(5, null, isHeld: false, Now.AddMinutes(1));
        Assert.Equal(ReviewState.Pending, review.State);
        review.Show();
        Assert.Equal((ReviewState.Visible, 5), (review.State, review.CountedStars));
        Assert.Null(review.AttentionSince);
    }

    [Fact]
    public void SameStarsAndText_AreNoChange()
    {
        var review = Written(3);
        review.Change(3, " Good. ", isHeld: true, Now.AddDays(1));
        Assert.Equal((null, Now, ReviewState.Visible), (review.ChangedAt, review.RatedAt, review.State));
        review.Change(null, "Better.", isHeld: false, Now.AddDays(1));
        Assert.Equal((Now.AddDays(1), Now, "Better."), (review.ChangedAt!.Value, review.RatedAt, review.Text));
    }

    [Fact]
    public void Votes_ComeChangeAndGo()
    {
        var review = Written(3);
        review.Vote(null, true);
        review.Vote(null, true);
        review.Vote(null, false);
        Assert.Equal((2, 1, 1), (review.HelpfulVotes, review.UnhelpfulVotes, review.Helpfulness));
        review.Vote(true, false);
        review.Vote(false, null);
        review.Vote(false, false);
        Assert.Equal((1, 1, 0), (review.HelpfulVotes, review.UnhelpfulVotes, review.Helpfulness));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    public void NoStarsAndSixStars_AreNoReview(int stars) => Assert.Throws<ArgumentOutOfRangeException>(() => Written(stars));

    [Theory]
    [InlineData(5, 0, false)] // As many as are nothing unusual.
    [InlineData(6, 0, true)]
    [InlineData(7, 1, false)] // One in the last 30 days: the hour may bring two more.
    [InlineData(8, 720, true)]
    [InlineData(9, 721, false)] // More than one an hour.
    [InlineData(10, 1_440, true)]
    public void AWaveOfOneStars_IsOneThatIsUnlikelyForTheCourse(int inHour, int inHistory, bool isExceeded) =>
        Assert.Equal(isExceeded, new OneStarLimit(5).IsExceeded(inHour, inHistory));

    [Theory]
    [InlineData(0, 10, 0, 1_000, 0)]
    [InlineData(1, 10, 0, 1_000, 10)] // A lesson of ten.
    [InlineData(0, 10, 99, 1_000, 9)] // A second is missing.
    [InlineData(0, 10, 100, 1_000, 10)] // Of the video.
    [InlineData(3, 4, 2_000, 1_000, 100)] // What was watched of a longer version is all of this one.
    [InlineData(0, 0, 0, 0, 100)] // There is nothing to do.
    public void TheExperience_IsTheLessonsOrTheVideo_WhicheverIsMore(int completed, int required, int watched, int video, int percent)
    {
        var experience = new CourseExperience(completed, required, watched, video);
        Assert.Equal(percent, experience.Percent);
        experience.Require(percent);
        Assert.Equal(ReviewReasons.ReviewTooEarly, Assert.Throws<DomainException>(() => experience.Require(percent + 1)).Reason);
    }

    [Fact]
    public void ALook_ThatLeavesAReviewAsItIs_SettlesWhatWasReported_AndAHeldOneGoesOnWaiting()
    {
        var now = DateTimeOffset.UnixEpoch;
        var held = new Review(Guid.NewGuid(), Guid.NewGuid(), 1, "", isHeld: true, now);
        held.Leave();
        Assert.Equal((ReviewState.Pending, now), (held.State, held.AttentionSince));
        var visible = new Review(Guid.NewGuid(), Guid.NewGuid(), 1, "", isHeld: false, now);
        visible.Report(now);
        visible.Leave();
        Assert.Equal((ReviewState.Visible, null), (visible.State, visible.AttentionSince));
    }

    [Theory]
    [InlineData(false)] // A free place, granted by nothing.
    [InlineData(false, GrantState.Live)]
    [InlineData(true, GrantState.Revoked)]
    [InlineData(true, GrantState.Suspended)]
    [InlineData(false, GrantState.Ended)] // A membership that is over was paid for.
    [InlineData(false, GrantState.Revoked, GrantState.Live)]
    [InlineData(false, GrantState.Revoked, GrantState.Ended)]
    [InlineData(true, GrantState.Revoked, GrantState.Suspended)]
    public void ACourse_IsGivenBack_WhenEverythingPaidForItIs(bool isGivenBack, params GrantState[] states) =>
        Assert.Equal(
            isGivenBack,
            Enrollment.IsGivenBack([
                .. states.Select(state =>
                {
                    var grant = new AccessGrant(Guid.NewGuid(), $"orders/{Guid.NewGuid()}", Now);
                    grant.Set(state, Now);
                    return grant;
                }),
            ])
        );

    private static Review Written(int stars) => new(Guid.NewGuid(), Guid.NewGuid(), stars, "Good.", isHeld: false, Now);
}

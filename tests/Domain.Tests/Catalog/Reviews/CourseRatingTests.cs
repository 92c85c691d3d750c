using ESchool.Domain.Catalog.Reviews;

namespace ESchool.Domain.Tests.Catalog.Reviews;

public sealed class CourseRatingTests
{
    [Fact]
    public void TheAverages_AreThoseOfTheFormula()
    {
        var rating = new CourseRating(Guid.NewGuid(), 1, 0, 0, 2, 7);
        Assert.Equal((10, 44L, 4.4), (rating.Count, rating.Sum, rating.Average));
        Assert.Equal((40 + 44) / 20d, rating.Score, precision: 12);
        Assert.Equal((0, 0d, 4d), (new CourseRating(Guid.NewGuid()).Count, new CourseRating(Guid.NewGuid()).Average, new CourseRating(Guid.NewGuid()).Score));
    }

    [Fact]
    public void OneReviewWithFiveStars_IsNoBetterCourse_ThanAHundredWithAlmostFive() =>
        Assert.True(new CourseRating(Guid.NewGuid(), 0, 0, 0, 0, 1).Score < new CourseRating(Guid.NewGuid(), 0, 0, 0, 20, 80).Score);

    /// <summary>Random histories of reviews that come, change, cease to count and count again.</summary>
    [Fact]
    public void TheCounters_EqualARecount_AfterEveryHistory()
    {
        for (var seed = 0; seed < 2_000; seed++)
        {
            var random = new Random(seed);
            var now = new DateTimeOffset(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);
            var (rating, reviews) = (new CourseRating(Guid.NewGuid()), new List<Review>());
            for (var step = 0; step < 60; step++)
            {
                now = now.AddMinutes(random.Next(60));
                if (reviews.Count == 0 || random.Next(4) == 0)
                {
                    reviews.Add(new Review(rating.CourseId, Guid.NewGuid(), random.Next(1, 6), "", isHeld: random.Next(5) == 0, now));
                    rating.Move(null, reviews[^1].CountedStars);
                    continue;
                }

                var review = reviews[random.Next(reviews.Count)];
                var before = review.CountedStars;
                if (!TryChange(review, random, now))
                {
                    reviews.Remove(review);
                }

                rating.Move(before, reviews.Contains(review) ? review.CountedStars : null);
            }

            Assert.Equal(Enumerable.Range(1, 5).Select(stars => reviews.Count(r => r.State == ReviewState.Visible && r.Stars == stars)), rating.Counts);
        }
    }

    [Fact]
    public void ACounter_IsNeverNegative() => Assert.Throws<ArgumentOutOfRangeException>(() => new CourseRating(Guid.NewGuid()).Move(3, null));

    /// <returns>False: it was deleted.</returns>
    private static bool TryChange(Review review, Random random, DateTimeOffset now)
    {
        switch (random.Next(6))
        {
            case 0 when review.State != ReviewState.Hidden:
                review.Change(random.Next(1, 6), text: null, isHeld: random.Next(5) == 0, now);
                break;
            case 1:
                review.Hide("Spam.", now);
                break;
            case 2:
                review.Show();
                break;
            case 3:
                review.FollowAccess(isWithdrawn: true, now);
                break;
            case 4:
                review.FollowAccess(isWithdrawn: false, now);
                break;
            default:
                return false;
        }

        return true;
    }
}

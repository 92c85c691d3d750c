using ESchool.Api.Calls.Wire;
using ESchool.Application.Catalog.Reviews;
using ESchool.Application.Catalog.Reviews.Moderation;
using ESchool.Domain.Catalog.Reviews;
using Wire = ESchool.Contracts.Catalog.V1;

namespace ESchool.Api.Catalog.Reviews;

internal static class ReviewMapping
{
    /// <summary>A rating on the wire; null while no review counts.</summary>
    public static Wire.CourseRating? ToWire(this CourseRating rating) =>
        rating.Count == 0
            ? null
            : new Wire.CourseRating
            {
                Average = rating.Average,
                Score = rating.Score,
                ReviewCount = rating.Count,
                StarCounts = { rating.Counts },
            };

    /// <summary>A review as everybody sees it.</summary>
    public static Wire.Review ToWire(this ReviewView view)
    {
        var review = view.Review;
        var wire = new Wire.Review
        {
            Name = $"courses/{review.CourseId}/reviews/{review.Id}",
            Stars = review.Stars,
            State = (Wire.Review.Types.State)review.State,
            CreateTime = review.CreatedAt.ToWire(),
            UpdateTime = review.ChangedAt.ToWire(),
            HelpfulCount = review.HelpfulVotes,
            UnhelpfulCount = review.UnhelpfulVotes,
        };
        if (view.AuthorName is { } name)
        {
            (wire.Author, wire.AuthorDisplayName, wire.Text) = ($"users/{review.StudentId}", name, review.Text);
        }

        if (view.Reply is { } reply)
        {
            wire.Reply = new Wire.ReviewReply
            {
                Text = reply.Text,
                CreateTime = reply.CreatedAt.ToWire(),
                UpdateTime = reply.ChangedAt.ToWire(),
            };
        }

        return wire;
    }

    /// <summary>A review as its author and the staff see it.</summary>
    public static Wire.Review ToFullWire(this ReviewView view)
    {
        var wire = view.ToWire();
        wire.HideReason = view.Review.HideReason;
        return wire;
    }

    public static Wire.ListOwnReviewVotesResponse.Types.OwnReviewVote ToWire(this OwnReviewVote vote, Guid courseId)
    {
        var wire = new Wire.ListOwnReviewVotesResponse.Types.OwnReviewVote
        {
            Review = $"courses/{courseId}/reviews/{vote.ReviewId}",
            Reported = vote.IsReported,
        };
        if (vote.IsHelpful is { } helpful)
        {
            wire.Helpful = helpful;
        }

        return wire;
    }

    /// <summary>A review that the staff have to look at; they read it whoever wrote it.</summary>
    public static Wire.ReportedReview ToWire(this ReportedReview reported)
    {
        var review = reported.View.ToFullWire();
        review.Author = $"users/{reported.View.Review.StudentId}";
        review.Text = reported.View.Review.Text;
        return new Wire.ReportedReview
        {
            Review = review,
            Reports =
            {
                reported.Reports.Select(report => new Wire.ReviewReport
                {
                    Reporter = $"users/{report.UserId}",
                    Reason = report.Reason,
                    CreateTime = report.CreatedAt.ToWire(),
                }),
            },
            ReportCount = reported.ReportCount,
            WaitTime = reported.View.Review.AttentionSince.ToWire(),
        };
    }

    public static Wire.GetRatingReportResponse ToWire(this RatingReport report) =>
        new()
        {
            CountsBefore = { report.Before.Counts },
            Days =
            {
                report.Days.Select(day => new Wire.GetRatingReportResponse.Types.Day
                {
                    Day_ = day.Day.Day.ToWire(),
                    Counts = { day.Counts },
                    Average = day.Until.Average,
                    ReviewCount = day.Until.Count,
                }),
            },
        };
}

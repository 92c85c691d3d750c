using ESchool.Api.Calls.Wire;
using ESchool.Application.Work.Feed;
using ESchool.Contracts.Notifications.V1;
using ESchool.Domain;
using ESchool.Domain.Notifications;
using Wire = ESchool.Contracts.Notifications.V1;

namespace ESchool.Api.Notifications;

internal static class NotificationMapping
{
    public static Wire.AssetProgress ToWire(this Application.Media.AssetProgress step) =>
        new()
        {
            Asset = $"assets/{step.AssetId}",
            State = (Contracts.Media.V1.Asset.Types.State)step.State,
            Percent = step.Percent,
        };

    /// <summary>An event of a kind that a later version of the program has stored has no <c>event</c>: clients skip it.</summary>
    public static Notification ToWire(this UserEvent one)
    {
        var notification = new Notification { Sequence = one.Sequence, EventTime = one.HappenedAt.ToWire() };
        if (FeedEventType.Read(one.Kind, one.Payload) is { } happened)
        {
            notification.Set(happened);
        }

        return notification;
    }

    private static void Set(this Notification notification, IFeedEvent happened)
    {
        switch (happened)
        {
            case Application.Work.Feed.CourseReviewed e:
                notification.CourseReviewed = new() { Course = $"courses/{e.CourseId}", State = (Contracts.Catalog.V1.CourseDraft.Types.State)e.State };
                break;
            case Application.Work.Feed.CourseSuspended e:
                notification.CourseSuspended = new() { Course = $"courses/{e.CourseId}" };
                break;
            case Application.Work.Feed.CourseReinstated e:
                notification.CourseReinstated = new() { Course = $"courses/{e.CourseId}" };
                break;
            case Application.Work.Feed.ReviewWritten e:
                notification.ReviewWritten = new() { Review = $"courses/{e.CourseId}/reviews/{e.ReviewId}", Stars = e.Stars };
                break;
            case Application.Work.Feed.ReviewAnswered e:
                notification.ReviewAnswered = new() { Review = $"courses/{e.CourseId}/reviews/{e.ReviewId}" };
                break;
            case Application.Work.Feed.RatingsDiffer e:
                notification.RatingsDiffer = new() { Differences = e.Differences };
                break;
            case Application.Work.Feed.CoAuthorInvited e:
                notification.CoAuthorInvited = new() { Invitation = $"courses/{e.CourseId}/invitations/{e.InvitationId}" };
                break;
            case Application.Work.Feed.CoAuthorJoined e:
                notification.CoAuthorJoined = new() { CoAuthor = $"courses/{e.CourseId}/coAuthors/{e.UserId}" };
                break;
            case Application.Work.Feed.CoAuthorLeft e:
                notification.CoAuthorLeft = new() { CoAuthor = $"courses/{e.CourseId}/coAuthors/{e.UserId}" };
                break;
            case Application.Work.Feed.AssetProcessed e:
                notification.AssetProcessed = new() { Asset = $"assets/{e.AssetId}", State = (Contracts.Media.V1.Asset.Types.State)e.State };
                break;
            case Application.Work.Feed.EnrollmentGranted e:
                notification.EnrollmentGranted = new() { Enrollment = $"enrollments/{e.EnrollmentId}", Course = $"courses/{e.CourseId}" };
                break;
            case Application.Work.Feed.EnrollmentRevoked e:
                notification.EnrollmentRevoked = new() { Enrollment = $"enrollments/{e.EnrollmentId}", Course = $"courses/{e.CourseId}" };
                break;
            case Application.Work.Feed.CourseCompleted e:
                notification.CourseCompleted = new() { Enrollment = $"enrollments/{e.EnrollmentId}" };
                break;
            case Application.Work.Feed.CertificateIssued e:
                notification.CertificateIssued = new()
                {
                    Certificate = $"certificates/{e.CertificateId}",
                    Enrollment = $"enrollments/{e.EnrollmentId}",
                    Serial = e.Serial,
                };
                break;
            case Application.Work.Feed.CoverProcessed e:
                notification.CoverProcessed = new()
                {
                    Course = $"courses/{e.CourseId}",
                    Refusal = (Contracts.Catalog.V1.CoverRefusal)e.Refusal.GetValueOrDefault(),
                };
                break;
            case Application.Work.Feed.CourseExported e:
                notification.CourseExported = new()
                {
                    CourseExport = $"courseExports/{e.ExportId}",
                    State = (Contracts.Catalog.V1.CourseExport.Types.State)e.State,
                };
                break;
            case Application.Work.Feed.AnnouncementPublished e:
                notification.AnnouncementPublished = new() { Announcement = $"courses/{e.CourseId}/announcements/{e.AnnouncementId}" };
                break;
            case Application.Work.Feed.CourseImported e:
                notification.CourseImported = new()
                {
                    CourseImport = $"courseImports/{e.ImportId}",
                    State = (Contracts.Catalog.V1.CourseImport.Types.State)e.State,
                };
                break;
            case Application.Work.Feed.ContentModerated e:
                notification.ContentModerated = new() { Decision = $"decisions/{e.DecisionId}", Act = (Contracts.Administration.V1.ModerationAct)e.Act };
                break;
            case Application.Work.Feed.ModerationLifted e:
                notification.ModerationLifted = new() { Decision = $"decisions/{e.DecisionId}" };
                break;
            case Application.Work.Feed.ReportDecided e:
                notification.ReportDecided = new() { Report = $"reports/{e.ReportId}", Act = (Contracts.Administration.V1.ModerationAct)e.Act };
                break;
            case Application.Work.Feed.ReportingWarned e:
                notification.ReportingWarned = new() { Unfounded = e.Unfounded, PauseEndTime = e.PausedUntil.ToWire() };
                break;
            case Application.Work.Feed.AppealDecided e:
                notification.AppealDecided = new() { Decision = $"decisions/{e.DecisionId}", State = (Contracts.Administration.V1.Appeal.Types.State)e.State };
                break;
            case Application.Work.Feed.EnrollmentMoved e:
                notification.EnrollmentMoved = new()
                {
                    Enrollment = $"enrollments/{e.EnrollmentId}",
                    Course = $"courses/{e.CourseId}",
                    IsHere = e.IsHere,
                };
                break;
            case Application.Work.Feed.AccountViewed e:
                notification.AccountViewed = new() { SupportView = $"supportViews/{e.ViewId}" };
                break;
            case Application.Work.Feed.AccountMerged e:
                notification.AccountMerged = new() { AccountMerge = $"accountMerges/{e.MergeId}" };
                break;
            case Application.Work.Feed.TableExported e:
                notification.TableExported = new() { Export = $"exports/{e.ExportId}", State = (Contracts.Administration.V1.Export.Types.State)e.State };
                break;
            case Application.Work.Feed.AvatarReady:
                notification.AvatarReady = new();
                break;
            case Application.Work.Feed.AvatarRefused:
                notification.AvatarRefused = new();
                break;
            case Application.Work.Feed.DataExportReady e:
                notification.DataExportReady = new() { DataExport = $"dataExports/{e.ExportId}" };
                break;
            case Application.Work.Feed.ApplicationSubmitted e:
                notification.ApplicationSubmitted = new()
                {
                    Application = $"applications/{e.ApplicationId}",
                    State = (Contracts.Instructors.V1.Application.Types.State)e.State,
                };
                break;
            case Application.Work.Feed.ApplicationReviewed e:
                notification.ApplicationReviewed = new()
                {
                    Application = $"applications/{e.ApplicationId}",
                    State = (Contracts.Instructors.V1.Application.Types.State)e.State,
                };
                break;
            case Application.Work.Feed.ApplicationWithdrawn e:
                notification.ApplicationWithdrawn = new()
                {
                    Application = $"applications/{e.ApplicationId}",
                    State = (Contracts.Instructors.V1.Application.Types.State)e.State,
                };
                break;
            case Application.Work.Feed.OrderPaid e:
                notification.OrderPaid = new()
                {
                    Order = $"orders/{e.OrderId}",
                    Enrollment = NameOf("enrollments", e.EnrollmentId),
                    Subscription = NameOf("subscriptions", e.SubscriptionId),
                };
                break;
            case Application.Work.Feed.OrderNeedless e:
                notification.OrderNeedless = new() { Order = $"orders/{e.OrderId}", Refund = $"refunds/{e.RefundId}" };
                break;
            case Application.Work.Feed.OrderRefunded e:
                notification.OrderRefunded = new() { Order = $"orders/{e.OrderId}", Refund = $"refunds/{e.RefundId}" };
                break;
            case Application.Work.Feed.OrderRefundFailed e:
                notification.OrderRefundFailed = new() { Order = $"orders/{e.OrderId}", Refund = $"refunds/{e.RefundId}" };
                break;
            case Application.Work.Feed.GiftRedeemed e:
                notification.GiftRedeemed = new() { Order = $"orders/{e.OrderId}" };
                break;
            case Application.Work.Feed.SubscriptionChanged e:
                notification.SubscriptionChanged = new()
                {
                    Subscription = $"subscriptions/{e.SubscriptionId}",
                    State = (Contracts.Memberships.V1.Subscription.Types.State)e.State,
                };
                break;
            case Application.Work.Feed.CourseSold e:
                notification.CourseSold = new() { Course = $"courses/{e.CourseId}", Order = $"orders/{e.OrderId}" };
                break;
            case Application.Work.Feed.BundleSold e:
                notification.BundleSold = new() { Bundle = $"bundles/{e.BundleId}", Order = $"orders/{e.OrderId}" };
                break;
            case Application.Work.Feed.SaleRefunded e:
                notification.SaleRefunded = e.CourseId is { } courseId
                    ? new() { Order = $"orders/{e.OrderId}", Course = $"courses/{courseId}" }
                    : new() { Order = $"orders/{e.OrderId}", Bundle = $"bundles/{e.BundleId}" };
                break;
            case Application.Work.Feed.SaleDisputed e:
                notification.SaleDisputed = new() { Order = $"orders/{e.OrderId}", State = (Contracts.Payments.V1.Dispute.Types.State)e.State };
                break;
            case Application.Work.Feed.EarningAvailable e:
                notification.EarningAvailable = e.OrderId is { } orderId
                    ? new() { Order = $"orders/{orderId}" }
                    : new() { MembershipMonth = $"membershipMonths/{e.MembershipMonthId}" };
                break;
            case Application.Work.Feed.PayoutChanged e:
                notification.PayoutChanged = new() { Payout = $"payouts/{e.PayoutId}", State = (Contracts.Payouts.V1.Payout.Types.State)e.State };
                break;
            case Application.Work.Feed.PayoutBankReturned e:
                notification.PayoutBankReturned = new()
                {
                    Instructor = $"users/{e.InstructorId}",
                    Payout = NameOf("payouts", e.PayoutId),
                    CurrencyCode = e.Currency,
                    Message = e.Message,
                };
                break;
            case Application.Work.Feed.PayoutWaiting e:
                notification.PayoutWaiting = new() { Payout = $"payouts/{e.PayoutId}", Amount = new Money(e.MinorUnits, e.Currency).ToWire() };
                break;
            case Application.Work.Feed.WorkFailed e:
                notification.WorkFailed = new() { JobId = e.JobId, Work = e.Work };
                break;
            case Application.Work.Feed.LedgerUnsound e:
                notification.LedgerUnsound = new() { Findings = e.Findings };
                break;
            case Application.Work.Feed.LedgerDiffers e:
                notification.LedgerDiffers = new() { Differences = e.Differences };
                break;
            default:
                throw new InvalidOperationException($"{happened.GetType().Name} has no message in the contract.");
        }
    }

    private static string NameOf(string collection, Guid? id) => id is null ? "" : $"{collection}/{id}";
}

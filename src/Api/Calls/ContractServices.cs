using ESchool.Api.Administration;
using ESchool.Api.Administration.Exports;
using ESchool.Api.Administration.Merging;
using ESchool.Api.Administration.Moderation;
using ESchool.Api.Administration.Settings;
using ESchool.Api.Administration.SupportViews;
using ESchool.Api.Catalog;
using ESchool.Api.Catalog.Authors;
using ESchool.Api.Catalog.Packages;
using ESchool.Api.Catalog.Reviews;
using ESchool.Api.Catalog.Submissions;
using ESchool.Api.Certificates;
using ESchool.Api.Chat;
using ESchool.Api.Identity;
using ESchool.Api.Instructors;
using ESchool.Api.Learning;
using ESchool.Api.Media;
using ESchool.Api.Memberships;
using ESchool.Api.Notifications;
using ESchool.Api.Payments.Checkout;
using ESchool.Api.Payments.Coupons;
using ESchool.Api.Payments.Disputes;
using ESchool.Api.Payments.Fees;
using ESchool.Api.Payments.Gifts;
using ESchool.Api.Payments.Refunds;
using ESchool.Api.Payments.Sales;
using ESchool.Api.Payments.Tax;
using ESchool.Api.Payouts;
using ESchool.Api.StripeEvents;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace ESchool.Api.Calls;

/// <summary>Every service of the contract: its descriptor, and the class that serves it.</summary>
internal static class ContractServices
{
    public static IReadOnlyList<ServiceDescriptor> Descriptors { get; } =
    [
        Contracts.Identity.V1.IdentityService.Descriptor,
        Contracts.Identity.V1.PersonService.Descriptor,
        Contracts.Instructors.V1.InstructorService.Descriptor,
        Contracts.Catalog.V1.CatalogService.Descriptor,
        Contracts.Catalog.V1.AuthoringService.Descriptor,
        Contracts.Catalog.V1.CoAuthorService.Descriptor,
        Contracts.Catalog.V1.ReviewService.Descriptor,
        Contracts.Catalog.V1.PackageService.Descriptor,
        Contracts.Catalog.V1.SubmissionService.Descriptor,
        Contracts.Media.V1.UploadService.Descriptor,
        Contracts.Media.V1.PlaybackService.Descriptor,
        Contracts.Learning.V1.LearningService.Descriptor,
        Contracts.Learning.V1.StudentReportService.Descriptor,
        Contracts.Learning.V1.AnnouncementService.Descriptor,
        Contracts.Certificates.V1.CertificateService.Descriptor,
        Contracts.Payments.V1.OrderService.Descriptor,
        Contracts.Payments.V1.GiftService.Descriptor,
        Contracts.Payments.V1.CouponService.Descriptor,
        Contracts.Payments.V1.RefundService.Descriptor,
        Contracts.Payments.V1.DisputeService.Descriptor,
        Contracts.Payments.V1.SalesService.Descriptor,
        Contracts.Payments.V1.TaxService.Descriptor,
        Contracts.Payments.V1.RevenueTermsService.Descriptor,
        Contracts.Memberships.V1.MembershipService.Descriptor,
        Contracts.StripeEvents.V1.StripeEventService.Descriptor,
        Contracts.Payouts.V1.EarningsService.Descriptor,
        Contracts.Chat.V1.ChatService.Descriptor,
        Contracts.Notifications.V1.NotificationService.Descriptor,
        Contracts.Administration.V1.AdministrationService.Descriptor,
        Contracts.Administration.V1.SettingsService.Descriptor,
        Contracts.Administration.V1.ModerationService.Descriptor,
        Contracts.Administration.V1.AccountMergeService.Descriptor,
        Contracts.Administration.V1.ExportService.Descriptor,
        Contracts.Administration.V1.SupportViewService.Descriptor,
    ];

    public static void MapContract(this IEndpointRouteBuilder routes)
    {
        routes.MapGrpcService<IdentityGrpcService>();
        routes.MapGrpcService<PersonGrpcService>();
        routes.MapGrpcService<InstructorGrpcService>();
        routes.MapGrpcService<CatalogGrpcService>();
        routes.MapGrpcService<AuthoringGrpcService>();
        routes.MapGrpcService<CoAuthorGrpcService>();
        routes.MapGrpcService<ReviewGrpcService>();
        routes.MapGrpcService<PackageGrpcService>();
        routes.MapGrpcService<UploadGrpcService>();
        routes.MapGrpcService<PlaybackGrpcService>();
        routes.MapGrpcService<LearningGrpcService>();
        routes.MapGrpcService<StudentReportGrpcService>();
        routes.MapGrpcService<AnnouncementGrpcService>();
        routes.MapGrpcService<CertificateGrpcService>();
        routes.MapGrpcService<OrderGrpcService>();
        routes.MapGrpcService<GiftGrpcService>();
        routes.MapGrpcService<CouponGrpcService>();
        routes.MapGrpcService<RefundGrpcService>();
        routes.MapGrpcService<DisputeGrpcService>();
        routes.MapGrpcService<SalesGrpcService>();
        routes.MapGrpcService<TaxGrpcService>();
        routes.MapGrpcService<RevenueTermsGrpcService>();
        routes.MapGrpcService<MembershipGrpcService>();
        routes.MapGrpcService<StripeEventGrpcService>();
        routes.MapGrpcService<EarningsGrpcService>();
        routes.MapGrpcService<ChatGrpcService>();
        routes.MapGrpcService<NotificationGrpcService>();
        routes.MapGrpcService<SubmissionGrpcService>();
        routes.MapGrpcService<AdministrationGrpcService>();
        routes.MapGrpcService<SettingsGrpcService>();
        routes.MapGrpcService<ModerationGrpcService>();
        routes.MapGrpcService<AccountMergeGrpcService>();
        routes.MapGrpcService<ExportGrpcService>();
        routes.MapGrpcService<SupportViewGrpcService>();
    }
}

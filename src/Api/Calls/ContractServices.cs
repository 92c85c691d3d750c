using ESchool.Api.Administration;
using ESchool.Api.Catalog;
using ESchool.Api.Certificates;
using ESchool.Api.Chat;
using ESchool.Api.Identity;
using ESchool.Api.Instructors;
using ESchool.Api.Learning;
using ESchool.Api.Media;
using ESchool.Api.Memberships;
using ESchool.Api.Notifications;
using ESchool.Api.Payments;
using ESchool.Api.Payouts;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace ESchool.Api.Calls;

/// <summary>Every service of the contract: its descriptor, and the class that serves it.</summary>
internal static class ContractServices
{
    public static IReadOnlyList<ServiceDescriptor> Descriptors { get; } =
    [
        Contracts.Identity.V1.IdentityService.Descriptor,
        Contracts.Instructors.V1.InstructorService.Descriptor,
        Contracts.Catalog.V1.CatalogService.Descriptor,
        Contracts.Catalog.V1.AuthoringService.Descriptor,
        Contracts.Media.V1.UploadService.Descriptor,
        Contracts.Media.V1.PlaybackService.Descriptor,
        Contracts.Learning.V1.LearningService.Descriptor,
        Contracts.Certificates.V1.CertificateService.Descriptor,
        Contracts.Payments.V1.PaymentService.Descriptor,
        Contracts.Payments.V1.MembershipService.Descriptor,
        Contracts.Payouts.V1.EarningsService.Descriptor,
        Contracts.Chat.V1.ChatService.Descriptor,
        Contracts.Notifications.V1.NotificationService.Descriptor,
        Contracts.Administration.V1.AdministrationService.Descriptor,
    ];

    public static void MapContract(this IEndpointRouteBuilder routes)
    {
        routes.MapGrpcService<IdentityGrpcService>();
        routes.MapGrpcService<InstructorGrpcService>();
        routes.MapGrpcService<CatalogGrpcService>();
        routes.MapGrpcService<AuthoringGrpcService>();
        routes.MapGrpcService<UploadGrpcService>();
        routes.MapGrpcService<PlaybackGrpcService>();
        routes.MapGrpcService<LearningGrpcService>();
        routes.MapGrpcService<CertificateGrpcService>();
        routes.MapGrpcService<PaymentGrpcService>();
        routes.MapGrpcService<MembershipGrpcService>();
        routes.MapGrpcService<EarningsGrpcService>();
        routes.MapGrpcService<ChatGrpcService>();
        routes.MapGrpcService<NotificationGrpcService>();
        routes.MapGrpcService<AdministrationGrpcService>();
    }
}

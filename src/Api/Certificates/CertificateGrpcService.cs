using ESchool.Api.Calls;
using ESchool.Api.Calls.Callers;
using ESchool.Api.Calls.Wire;
using ESchool.Application.Certificates;
using ESchool.Contracts.Certificates.V1;
using Google.Protobuf;
using Grpc.Core;

namespace ESchool.Api.Certificates;

internal sealed class CertificateGrpcService(PageTokens pages) : CertificateService.CertificateServiceBase
{
    private const string Pattern = "certificates/{certificate}";

    public override async Task<GetCertificateResponse> GetCertificate(GetCertificateRequest request, ServerCallContext context)
    {
        var certificate = ResourceNames.Parse(request.Name, "enrollments/{enrollment}/certificate") is [var enrollmentId]
            ? await context.UseCase<GetEnrollmentCertificate>().ExecuteAsync(context.Actor(), enrollmentId, context.CancellationToken)
            : await context.UseCase<GetCertificate>().ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, Pattern), context.CancellationToken);
        return new GetCertificateResponse { Certificate = certificate.ToWire() };
    }

    public override async Task<ListCertificatesResponse> ListCertificates(ListCertificatesRequest request, ServerCallContext context)
    {
        var arguments = new ListCertificatesRequest();
        var page = await context
            .UseCase<ListCertificates>()
            .ExecuteAsync(context.Actor(), pages.Read(context, request.PageSize, request.PageToken, arguments), context.CancellationToken);
        return new ListCertificatesResponse { Certificates = { page.Items.Select(c => c.ToWire()) }, NextPageToken = pages.Next(context, page, arguments) };
    }

    public override async Task<CreateCertificateDownloadResponse> CreateCertificateDownload(CreateCertificateDownloadRequest request, ServerCallContext context)
    {
        var (url, expiresAt) = await context
            .UseCase<CreateCertificateDownload>()
            .ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, Pattern), context.CancellationToken);
        return new CreateCertificateDownloadResponse { Url = url, ExpireTime = expiresAt.ToWire() };
    }

    public override async Task<ReissueCertificateResponse> ReissueCertificate(ReissueCertificateRequest request, ServerCallContext context)
    {
        var certificate = await context
            .UseCase<ReissueCertificate>()
            .ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, Pattern), context.CancellationToken);
        return new ReissueCertificateResponse { Certificate = certificate.ToWire() };
    }

    public override async Task<SetCertificateVisibilityResponse> SetCertificateVisibility(SetCertificateVisibilityRequest request, ServerCallContext context)
    {
        var certificate = await context
            .UseCase<SetCertificateVisibility>()
            .ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, Pattern), request.Public, context.CancellationToken);
        return new SetCertificateVisibilityResponse { Certificate = certificate.ToWire() };
    }

    public override async Task<ListPublicCertificatesResponse> ListPublicCertificates(ListPublicCertificatesRequest request, ServerCallContext context)
    {
        var arguments = new ListPublicCertificatesRequest { Learner = request.Learner };
        var page = await context
            .UseCase<ListPublicCertificates>()
            .ExecuteAsync(
                ResourceNames.One(request.Learner, "users/{user}", "learner"),
                pages.ReadPublic(context, request.PageSize, request.PageToken, arguments),
                context.CancellationToken
            );
        return new ListPublicCertificatesResponse
        {
            Certificates = { page.Items.Select(c => c.ToWire()) },
            NextPageToken = pages.NextPublic(context, page, arguments),
        };
    }

    public override async Task<VerifyCertificateResponse> VerifyCertificate(VerifyCertificateRequest request, ServerCallContext context)
    {
        var certificate =
            request.ByCase == VerifyCertificateRequest.ByOneofCase.Serial
                ? await context.UseCase<VerifyCertificate>().ExecuteAsync(request.Serial, context.CancellationToken)
                : await context.UseCase<VerifyCertificateFile>().ExecuteAsync(request.PdfSha256.ToByteArray(), context.CancellationToken);
        return new VerifyCertificateResponse { Certificate = certificate.ToWire() };
    }
}

internal static class CertificateMapping
{
    public static Certificate ToWire(this Domain.Certificates.Certificate certificate) =>
        new()
        {
            Name = $"certificates/{certificate.Id}",
            Serial = certificate.Serial,
            State = (Certificate.Types.State)certificate.State,
            LearnerName = certificate.LearnerName,
            CourseTitle = certificate.CourseTitle,
            CurriculumVersion = certificate.CurriculumVersion,
            InstructorName = certificate.InstructorName,
            VideoDuration = (certificate.VideoMinutes * 60).ToDuration(),
            CompleteTime = certificate.CompletedAt.ToWire(),
            IssueTime = certificate.IssuedAt.ToWire(),
            PdfSha256 = ByteString.CopyFrom(certificate.PdfSha256),
            Public = certificate.IsPublic,
        };
}

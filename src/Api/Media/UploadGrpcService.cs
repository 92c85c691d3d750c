using ESchool.Api.Calls;
using ESchool.Api.Calls.Callers;
using ESchool.Api.Calls.Wire;
using ESchool.Application.Catalog.Authors;
using ESchool.Application.Media;
using ESchool.Application.Media.Transcoding;
using ESchool.Application.Media.Uploading;
using ESchool.Contracts.Media.V1;
using Grpc.Core;

namespace ESchool.Api.Media;

internal sealed class UploadGrpcService(IdempotentCalls idempotent, PageTokens pages) : UploadService.UploadServiceBase
{
    private const string UploadPattern = "uploads/{upload}";
    private const string CoursePattern = "courses/{course}";
    private const string AssetPattern = "assets/{asset}";

    public override Task<CreateUploadResponse> CreateUpload(CreateUploadRequest request, ServerCallContext context) =>
        idempotent.RunAsync(
            context,
            request,
            request.RequestId,
            async () =>
            {
                var course = request.Course.Length == 0 ? (Guid?)null : ResourceNames.One(request.Course, CoursePattern, "course");
                var owner = await context.UseCase<OwnUploads>().ExecuteAsync(context.Actor(), course, context.CancellationToken);
                var file = new UploadFile(request.FileName, request.SizeBytes, request.ContentType);
                return new CreateUploadResponse
                {
                    Upload = (await context.UseCase<CreateUpload>().ExecuteAsync(owner, file, context.CancellationToken)).ToWire(),
                };
            }
        );

    public override async Task<SignUploadPartsResponse> SignUploadParts(SignUploadPartsRequest request, ServerCallContext context)
    {
        var parts = request.Parts.Select(p => (p.PartNumber, p.Md5.ToByteArray())).ToList();
        var signed = await context
            .UseCase<SignUploadParts>()
            .ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, UploadPattern), parts, context.CancellationToken);
        return new SignUploadPartsResponse { Parts = { signed.Select(row => row.Put.ToWire(row.Part)) } };
    }

    public override async Task<ListUploadPartsResponse> ListUploadParts(ListUploadPartsRequest request, ServerCallContext context)
    {
        var parts = await context
            .UseCase<ListUploadParts>()
            .ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, UploadPattern), context.CancellationToken);
        return new ListUploadPartsResponse
        {
            Parts =
            {
                parts.Select(p => new ListUploadPartsResponse.Types.UploadedPart
                {
                    PartNumber = p.Number,
                    SizeBytes = p.SizeBytes,
                    Matches = p.Matches,
                }),
            },
        };
    }

    public override async Task<CompleteUploadResponse> CompleteUpload(CompleteUploadRequest request, ServerCallContext context) =>
        new()
        {
            Asset = (
                await context.UseCase<CompleteUpload>().ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, UploadPattern), context.CancellationToken)
            ).ToWire(),
        };

    public override async Task<AbortUploadResponse> AbortUpload(AbortUploadRequest request, ServerCallContext context)
    {
        await context.UseCase<AbortUpload>().ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, UploadPattern), context.CancellationToken);
        return new AbortUploadResponse();
    }

    public override async Task<GetAssetResponse> GetAsset(GetAssetRequest request, ServerCallContext context) =>
        new()
        {
            Asset = (
                await context.UseCase<GetAsset>().ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, AssetPattern), context.CancellationToken)
            ).ToWire(),
        };

    public override async Task<ListAssetsResponse> ListAssets(ListAssetsRequest request, ServerCallContext context)
    {
        var arguments = new ListAssetsRequest { Course = request.Course };
        var wanted = pages.Read(context, request.PageSize, request.PageToken, arguments);
        var page =
            request.Course.Length == 0
                ? await context.UseCase<ListAssets>().ExecuteAsync(context.Actor(), wanted, context.CancellationToken)
                : await context
                    .UseCase<ListCourseAssets>()
                    .ExecuteAsync(context.Actor(), ResourceNames.One(request.Course, CoursePattern, "course"), wanted, context.CancellationToken);
        return new ListAssetsResponse { Assets = { page.Items.Select(a => a.ToWire()) }, NextPageToken = pages.Next(context, page, arguments) };
    }

    public override async Task<RetryTranscodeResponse> RetryTranscode(RetryTranscodeRequest request, ServerCallContext context) =>
        new()
        {
            Asset = (
                await context.UseCase<RetryTranscode>().ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, AssetPattern), context.CancellationToken)
            ).ToWire(),
        };
}

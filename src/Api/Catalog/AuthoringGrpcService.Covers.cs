using ESchool.Api.Calls;
using ESchool.Api.Calls.Callers;
using ESchool.Api.Calls.Wire;
using ESchool.Application.Catalog.Authoring.Covers;
using ESchool.Contracts.Catalog.V1;
using ESchool.Domain.Catalog.Covers;
using Grpc.Core;

namespace ESchool.Api.Catalog;

internal sealed partial class AuthoringGrpcService
{
    public override Task<CreateCoverUploadResponse> CreateCoverUpload(CreateCoverUploadRequest request, ServerCallContext context) =>
        idempotent.RunAsync(
            context,
            request,
            request.RequestId,
            async () =>
            {
                var upload = await context
                    .UseCase<CreateCoverUpload>()
                    .ExecuteAsync(
                        context.Actor(),
                        ResourceNames.One(request.Parent, CoursePattern, "parent"),
                        new CoverFile(request.ContentType, request.SizeBytes, request.Md5.ToByteArray()),
                        context.CancellationToken
                    );
                return new CreateCoverUploadResponse
                {
                    Upload = $"coverUploads/{upload.CoverId}",
                    Url = upload.Put.Url,
                    Headers = { upload.Put.Headers.ToDictionary() },
                    ExpireTime = upload.Put.ExpiresAt.ToWire(),
                };
            }
        );

    public override async Task<SetCoverResponse> SetCover(SetCoverRequest request, ServerCallContext context)
    {
        var course = await context
            .UseCase<SetCover>()
            .ExecuteAsync(
                context.Actor(),
                ResourceNames.One(request.Name, CoursePattern),
                ResourceNames.One(request.Upload, "coverUploads/{cover_upload}", "upload"),
                request.Etag.ToRowVersion(),
                context.CancellationToken
            );
        return new SetCoverResponse { Course = course.ToWire(covers, context.Actor()) };
    }

    public override async Task<DeleteCoverResponse> DeleteCover(DeleteCoverRequest request, ServerCallContext context)
    {
        var course = await context
            .UseCase<DeleteCover>()
            .ExecuteAsync(context.Actor(), ResourceNames.One(request.Name, CoursePattern), request.Etag.ToRowVersion(), context.CancellationToken);
        return new DeleteCoverResponse { Course = course.ToWire(covers, context.Actor()) };
    }
}

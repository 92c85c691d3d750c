using ESchool.Contracts.Instructors.V1;
using ESchool.Domain;
using ESchool.Tests.Support;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Api.Tests;

/// <summary>Becoming an instructor as clients call it.</summary>
public sealed class OnboardingCallTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private const string Bio = "Wrote the first compiler and taught a generation.";

    private InstructorService.InstructorServiceClient Instructors => new(fixture.Channel);

    [Fact]
    public async Task AnApplicant_BecomesAnInstructor_AndNothingSecretIsLogged()
    {
        var (actor, applicant, admin) = await CastAsync();
        var draft = (await Instructors.SaveApplicationAsync(new SaveApplicationRequest { Bio = "Soon" }, applicant)).Application;
        Assert.Equal((Contracts.Instructors.V1.Application.Types.State.Draft, null), (draft.State, draft.SubmitTime));
        var missing = await Status.OfAsync(StatusCode.FailedPrecondition, "DOCUMENTS_MISSING", () => SubmitAsync(applicant));
        Assert.Equal(
            [$"{draft.Name}/documents/SAMPLE", $"{draft.Name}/documents/IDENTITY_DOCUMENT"],
            missing.GetDetail<Google.Rpc.PreconditionFailure>()!.Violations.Select(v => v.Subject)
        );
        var upload = await UploadAsync(applicant, draft.Name, ApplicationDocument.Types.Kind.Sample);
        await UploadAsync(applicant, draft.Name, ApplicationDocument.Types.Kind.IdentityDocument);
        var submitted = (await SubmitAsync(applicant)).Application;
        Assert.Equal((draft.Name, Contracts.Instructors.V1.Application.Types.State.Submitted, 2), (submitted.Name, submitted.State, submitted.Documents.Count));
        await Status.OfAsync(StatusCode.FailedPrecondition, "APPLICATION_OPEN", () => SubmitAsync(applicant));

        Assert.All(
            (await Instructors.GetApplicationAsync(new GetApplicationRequest { Name = "applications/me" }, applicant)).Application.Documents,
            d => Assert.Empty(d.DownloadUrl)
        );
        var reviewed = (await Instructors.GetApplicationAsync(new GetApplicationRequest { Name = draft.Name }, admin)).Application;
        Assert.Equal([ApplicationDocument.Types.Kind.Sample, ApplicationDocument.Types.Kind.IdentityDocument], reviewed.Documents.Select(d => d.Kind));
        using var http = new HttpClient();
        Assert.Equal(DocumentForm.Pdf(), await http.GetByteArrayAsync(new Uri(reviewed.Documents[1].DownloadUrl)));
        Assert.Contains(
            draft.Name,
            (
                await Instructors.ListApplicationsAsync(
                    new ListApplicationsRequest { State = Contracts.Instructors.V1.Application.Types.State.Submitted },
                    admin
                )
            ).Applications.Select(a => a.Name)
        );
        await Instructors.ReviewApplicationAsync(
            new ReviewApplicationRequest { Name = draft.Name, Decision = ReviewApplicationRequest.Types.Decision.Approve },
            admin
        );

        var instructor = (await Instructors.GetInstructorAsync(new GetInstructorRequest { Name = $"instructors/{actor.UserId}" })).Instructor;
        Assert.Equal(("Ada Lovelace", Bio, $"users/{actor.UserId}"), (instructor.DisplayName, instructor.Bio, instructor.User));
        Assert.All(
            ["X-Amz-Signature", upload.Upload, upload.Fields["x-amz-signature"]],
            secret => Assert.DoesNotContain(secret, fixture.Api.Log, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task ManyBeginningsAtOnce_AreOne_AndTheOthersAreToldWhy()
    {
        var (actor, applicant, _) = await CastAsync();
        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 10)
                .Select(async _ =>
                {
                    try
                    {
                        await Instructors.SaveApplicationAsync(new SaveApplicationRequest { Bio = "At once" }, applicant);
                        return "";
                    }
                    catch (RpcException refused)
                    {
                        return refused.GetRpcStatus()!.GetDetail<Google.Rpc.ErrorInfo>()!.Reason;
                    }
                })
        );
        Assert.Contains("", answers);
        Assert.All(answers, answer => Assert.True(answer is "" or "APPLICATION_OPEN" or "CONCURRENT_CHANGE", answer));
        Assert.Equal(1, await fixture.School.ReadAsync(db => db.InstructorApplications.CountAsync(a => a.ApplicantId == actor.UserId)));
    }

    [Fact]
    public async Task TheShapeOfTheCalls_IsChecked()
    {
        var (_, applicant, admin) = await CastAsync();
        var name = (await Instructors.SaveApplicationAsync(new SaveApplicationRequest(), applicant)).Application.Name;
        await InvalidAsync(
            "content_type",
            () => Instructors.CreateApplicationUploadAsync(Upload(ApplicationDocument.Types.Kind.IdentityDocument, "video/mp4"), applicant).ResponseAsync
        );
        await InvalidAsync(
            "content_type",
            () => Instructors.CreateApplicationUploadAsync(Upload(ApplicationDocument.Types.Kind.Sample, "text/html"), applicant).ResponseAsync
        );
        await InvalidAsync(
            "kind",
            () => Instructors.CreateApplicationUploadAsync(Upload(ApplicationDocument.Types.Kind.Unspecified, "application/pdf"), applicant).ResponseAsync
        );
        await InvalidAsync(
            "upload",
            () => Instructors.CompleteApplicationUploadAsync(new CompleteApplicationUploadRequest { Name = name }, applicant).ResponseAsync
        );
        await InvalidAsync(
            "message",
            () =>
                Instructors
                    .ReviewApplicationAsync(
                        new ReviewApplicationRequest { Name = name, Decision = ReviewApplicationRequest.Types.Decision.RequestChanges },
                        admin
                    )
                    .ResponseAsync
        );
        await InvalidAsync("bio", () => Instructors.SaveApplicationAsync(new SaveApplicationRequest { Bio = new string('x', 4_001) }, applicant).ResponseAsync);
        await InvalidAsync(
            "instructor",
            async () =>
                await Instructors.UpdateInstructorAsync(new UpdateInstructorRequest(), await fixture.HeadersAsync(await fixture.School.InstructorAsync()))
        );
        await Status.OfAsync(
            StatusCode.NotFound,
            "APPLICATION_NOT_FOUND",
            async () =>
                await Instructors.WithdrawApplicationAsync(
                    new WithdrawApplicationRequest { Name = name },
                    await fixture.HeadersAsync(await fixture.School.StudentAsync())
                )
        );

        CreateApplicationUploadRequest Upload(ApplicationDocument.Types.Kind kind, string contentType) =>
            new()
            {
                Name = name,
                Kind = kind,
                ContentType = contentType,
            };
    }

    [Fact]
    public async Task AnInstructor_ChangesWhatTheMaskNames()
    {
        var headers = await fixture.HeadersAsync(await fixture.School.InstructorAsync());
        var update = new UpdateInstructorRequest
        {
            Instructor = new Instructor
            {
                Name = "instructors/me",
                Headline = "A line",
                Bio = "Kept out",
            },
            UpdateMask = new FieldMask { Paths = { "headline" } },
        };
        var changed = (await Instructors.UpdateInstructorAsync(update, headers)).Instructor;
        Assert.Equal(("A line", ""), (changed.Headline, changed.Bio));
        update.UpdateMask.Paths.Add("display_name");
        await InvalidAsync("update_mask", () => Instructors.UpdateInstructorAsync(update, headers).ResponseAsync);
        await Status.OfAsync(
            StatusCode.NotFound,
            "INSTRUCTOR_NOT_FOUND",
            () => Instructors.GetInstructorAsync(new GetInstructorRequest { Name = $"instructors/{Guid.NewGuid()}" }).ResponseAsync
        );
    }

    private static async Task InvalidAsync(string field, Func<Task> call)
    {
        var status = await Status.OfAsync(StatusCode.InvalidArgument, "REQUEST_INVALID", call);
        Assert.Equal(field, Assert.Single(status.GetDetail<Google.Rpc.BadRequest>()!.FieldViolations).Field);
    }

    private async Task<SubmitApplicationResponse> SubmitAsync(Metadata headers) =>
        await Instructors.SubmitApplicationAsync(
            new SubmitApplicationRequest
            {
                RequestId = Guid.NewGuid().ToString(),
                Bio = Bio,
                Expertise = "Compilers",
            },
            headers
        );

    private async Task<CreateApplicationUploadResponse> UploadAsync(Metadata headers, string application, ApplicationDocument.Types.Kind kind)
    {
        var upload = await Instructors.CreateApplicationUploadAsync(
            new CreateApplicationUploadRequest
            {
                Name = application,
                Kind = kind,
                ContentType = "application/pdf",
            },
            headers
        );
        Assert.Equal(204, await DocumentForm.PostAsync(upload.Url, upload.Fields, DocumentForm.Pdf()));
        await Instructors.CompleteApplicationUploadAsync(new CompleteApplicationUploadRequest { Name = application, Upload = upload.Upload }, headers);
        return upload;
    }

    private async Task<(Actor Actor, Metadata Applicant, Metadata Admin)> CastAsync()
    {
        var actor = await fixture.School.StudentAsync();
        return (actor, await fixture.HeadersAsync(actor), await fixture.HeadersAsync(await fixture.School.AdminAsync()));
    }
}

using ESchool.Application.Instructors.Applications;
using ESchool.Application.Storage;
using ESchool.Domain;
using ESchool.Domain.Instructors;
using ESchool.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Tests.Instructors;

/// <summary>Documents on the way through the real S3: what was signed goes in, what was looked at is kept, nothing else is.</summary>
public sealed class DocumentUploadTests(SchoolFixture fixture) : IClassFixture<SchoolFixture>, IAsyncLifetime
{
    private readonly TestSchool school = fixture.School;

    private ObjectStorage Storage => school.Services.GetRequiredService<ObjectStorage>();

    public async ValueTask InitializeAsync() => await school.PrepareStorageAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task ThePolicy_TakesExactlyWhatItSays()
    {
        var (applicant, application) = await DraftAsync();
        var upload = await school.FormAsync(applicant, application.Id, DocumentKind.IdentityDocument);
        Assert.InRange(await PostAsync(upload, "Content-Type", "text/html"), 400, 403);
        Assert.InRange(await PostAsync(upload, "key", $"applications/{Guid.NewGuid()}/elsewhere"), 400, 403);
        Assert.InRange(await PostAsync(upload, "key", upload.Form.Fields["key"] + "x"), 400, 403);
        Assert.InRange(await PostAsync(upload, "x-amz-signature", new string('0', 64)), 400, 403);
        Assert.InRange(await PostAsync(upload, "policy", Convert.ToBase64String("{}"u8)), 400, 403);
        Assert.InRange(await upload.PostAsync(new byte[(10 * 1024 * 1024) + 1]), 400, 413);
        Assert.InRange(await upload.PostAsync([]), 400, 403);
        Assert.Equal(204, await upload.PostAsync(DocumentForm.Pdf()));
    }

    [Fact]
    public async Task AnExpiredPolicy_TakesNothing()
    {
        await using var past = await TestSchool.OpenAsync();
        await past.PrepareStorageAsync();
        past.Clock.Advance(TimeSpan.FromMinutes(-11));
        var applicant = await past.StudentAsync();
        var upload = await past.FormAsync(applicant, (await past.SaveAsync(applicant)).Id);
        Assert.InRange(await upload.PostAsync(DocumentForm.Pdf()), 400, 403);
    }

    [Fact]
    public async Task WhatIsNotWhatItSays_IsRefused()
    {
        var (applicant, application) = await DraftAsync();
        byte[][] bad = ["<html><script>alert(1)</script>"u8.ToArray(), [0xFF, 0xD8, 0xFF, 0xE0], "%PD"u8.ToArray(), "MZ\u0090"u8.ToArray()];
        foreach (var content in bad)
        {
            var upload = await school.FormAsync(applicant, application.Id);
            Assert.Equal(204, await upload.PostAsync(content));
            await Refused.WithAsync(InstructorReasons.DocumentInvalid, () => school.CompleteAsync(applicant, application.Id, upload.Token));
        }

        Assert.Empty((await school.LookAsync(applicant, application.Id)).Application.Documents);
        Assert.DoesNotContain(
            await Storage.ListAsync(Storage.DocumentsBucket, $"applications/{applicant.UserId}/{application.Id}/Sample/", CancellationToken.None),
            _ => true
        );
    }

    [Fact]
    public async Task WhatIsWrittenAfterTheLook_IsNotKept()
    {
        var (applicant, application) = await DraftAsync();
        var upload = await school.FormAsync(applicant, application.Id);
        await upload.PostAsync(DocumentForm.Pdf("Honest"));
        var completed = await school.CompleteAsync(applicant, application.Id, upload.Token);
        Assert.Equal(204, await upload.PostAsync("MZ and other things"u8.ToArray()));
        Assert.Equal(
            completed.Documents.Single().ObjectKey,
            (await school.CompleteAsync(applicant, application.Id, upload.Token)).Documents.Single().ObjectKey
        );
        var kept = await Storage.ReadBeginningAsync(Storage.DocumentsBucket, completed.Documents.Single().ObjectKey, 100, CancellationToken.None);
        Assert.Equal(DocumentForm.Pdf("Honest"), kept!.Bytes);
        Assert.Equal((long)kept.Bytes.Length, completed.Documents.Single().SizeBytes);
    }

    [Fact]
    public async Task AnUpload_BelongsToItsApplicationAndItsApplicant_ForAnHour()
    {
        var (applicant, application) = await DraftAsync();
        var (other, others) = await DraftAsync();
        var upload = await school.FormAsync(applicant, application.Id);
        await Refused.WithAsync(InstructorReasons.DocumentUploadNotFound, () => school.CompleteAsync(applicant, application.Id, upload.Token));
        await upload.PostAsync(DocumentForm.Pdf());
        await Refused.WithAsync(InstructorReasons.ApplicationNotFound, () => school.CompleteAsync(other, application.Id, upload.Token));
        await Refused.WithAsync(InstructorReasons.DocumentUploadNotFound, () => school.CompleteAsync(other, others.Id, upload.Token));
        await Refused.WithAsync(InstructorReasons.DocumentUploadNotFound, () => school.CompleteAsync(applicant, application.Id, "forged"));
        await Refused.WithAsync(InstructorReasons.ApplicationNotFound, () => school.FormAsync(other, application.Id));
        school.Clock.Advance(TimeSpan.FromMinutes(61));
        await Refused.WithAsync(InstructorReasons.DocumentUploadNotFound, () => school.CompleteAsync(applicant, application.Id, upload.Token));
        school.Clock.Advance(TimeSpan.FromMinutes(-61));
        await school.CompleteAsync(applicant, application.Id, upload.Token);
    }

    [Fact]
    public async Task WhatWasHandedIn_IsNotExchanged()
    {
        var applicant = await school.StudentAsync();
        var draft = await school.SaveAsync(applicant);
        var late = await school.FormAsync(applicant, draft.Id);
        await late.PostAsync(DocumentForm.Pdf());
        var application = await school.ApplyAsync(applicant);
        await Refused.WithAsync(InstructorReasons.ApplicationOpen, () => school.CompleteAsync(applicant, application.Id, late.Token));
        await Refused.WithAsync(InstructorReasons.ApplicationOpen, () => school.FormAsync(applicant, application.Id));
    }

    private static Task<int> PostAsync(DocumentUpload upload, string field, string value)
    {
        var fields = upload.Form.Fields.ToDictionary();
        Assert.Contains(fields.Keys, key => key.Equals(field, StringComparison.OrdinalIgnoreCase));
        fields[fields.Keys.Single(key => key.Equals(field, StringComparison.OrdinalIgnoreCase))] = value;
        return DocumentForm.PostAsync(upload.Form.Url, fields, DocumentForm.Pdf());
    }

    private async Task<(Actor Applicant, InstructorApplication Application)> DraftAsync()
    {
        var applicant = await school.StudentAsync();
        return (applicant, await school.SaveAsync(applicant));
    }
}

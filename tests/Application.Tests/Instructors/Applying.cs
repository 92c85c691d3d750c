using ESchool.Application.Instructors.Applications;
using ESchool.Domain;
using ESchool.Domain.Instructors;
using ESchool.Tests.Support;

namespace ESchool.Application.Tests.Instructors;

/// <summary>What applicants and reviewers do.</summary>
internal static class Applying
{
    public const string Bio = "Wrote the first compiler and taught a generation.";

    public static Task<InstructorApplication> SaveAsync(this TestSchool school, Actor actor, string bio = Bio, string expertise = "Compilers") =>
        school.DoAsync<SaveApplication, InstructorApplication>(s => s.ExecuteAsync(actor, bio, expertise, CancellationToken.None));

    public static Task<InstructorApplication> SubmitAsync(this TestSchool school, Actor actor, string bio = Bio, string expertise = "Compilers") =>
        school.DoAsync<SubmitApplication, InstructorApplication>(s => s.ExecuteAsync(actor, bio, expertise, CancellationToken.None));

    public static Task<DocumentUpload> FormAsync(
        this TestSchool school,
        Actor actor,
        Guid application,
        DocumentKind kind = DocumentKind.Sample,
        string contentType = "application/pdf"
    ) => school.DoAsync<CreateApplicationUpload, DocumentUpload>(c => c.ExecuteAsync(actor, application, kind, contentType, CancellationToken.None));

    public static Task<InstructorApplication> CompleteAsync(this TestSchool school, Actor actor, Guid application, string token) =>
        school.DoAsync<CompleteApplicationUpload, InstructorApplication>(c => c.ExecuteAsync(actor, application, token, CancellationToken.None));

    public static Task<int> PostAsync(this DocumentUpload upload, byte[] content) => DocumentForm.PostAsync(upload.Form.Url, upload.Form.Fields, content);

    public static async Task<InstructorApplication> UploadAsync(
        this TestSchool school,
        Actor actor,
        Guid application,
        DocumentKind kind,
        byte[]? content = null
    )
    {
        var upload = await school.FormAsync(actor, application, kind);
        Assert.Equal(204, await upload.PostAsync(content ?? DocumentForm.Pdf()));
        return await school.CompleteAsync(actor, application, upload.Token);
    }

    /// <summary>Applies with everything that is asked for.</summary>
    public static async Task<InstructorApplication> ApplyAsync(
        this TestSchool school,
        Actor actor,
        string bio = Bio,
        string expertise = "Compilers",
        byte[]? document = null
    )
    {
        var application = await school.SaveAsync(actor, bio, expertise);
        await school.UploadAsync(actor, application.Id, DocumentKind.Sample, document);
        await school.UploadAsync(actor, application.Id, DocumentKind.IdentityDocument, document);
        return await school.SubmitAsync(actor, bio, expertise);
    }

    public static Task<InstructorApplication> ReviewAsync(
        this TestSchool school,
        Actor admin,
        Guid application,
        ApplicationDecision decision,
        string message = "Because."
    ) => school.DoAsync<ReviewApplication, InstructorApplication>(r => r.ExecuteAsync(admin, application, decision, message, CancellationToken.None));

    public static Task<ApplicationView> LookAsync(this TestSchool school, Actor actor, Guid? application) =>
        school.DoAsync<GetApplication, ApplicationView>(g => g.ExecuteAsync(actor, application, CancellationToken.None));
}

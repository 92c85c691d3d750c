using ESchool.Application.Certificates;
using ESchool.Domain;
using ESchool.Domain.Certificates;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Certificates;

/// <summary>A learner who has corrected their name gets a certificate that says so.</summary>
public sealed class ReissueCertificateTests : IAsyncLifetime
{
    private TestSchool school = null!;
    private Actor student = null!;
    private Guid enrollment;

    public async ValueTask InitializeAsync()
    {
        school = await TestSchool.OpenAsync();
        await school.PrepareStorageAsync();
        student = await school.StudentAsync();
        enrollment = await school.EnrollmentAsync(student, await school.PublishedCourseAsync());
        var now = school.Clock.GetUtcNow();
        await school.ReadAsync(db => db.Enrollments.Where(e => e.Id == enrollment).ExecuteUpdateAsync(set => set.SetProperty(e => e.CompletedAt, now)));
        await school.DoAsync<IssueCertificate>(i => i.ExecuteAsync(enrollment, Guid.CreateVersion7(now), CancellationToken.None));
    }

    public ValueTask DisposeAsync() => school.DisposeAsync();

    [Fact]
    public async Task ACorrectedName_IsOnTheNewOne_AndTheOldOneIsSuperseded()
    {
        var old = await ActiveAsync();
        Assert.Equal(old.Id, (await ReissueAsync(old)).Id);
        await RenameAsync("Augusta Ada King");
        var corrected = await ReissueAsync(old);
        Assert.Equal(("Augusta Ada King", old.CourseTitle, old.CompletedAt), (corrected.LearnerName, corrected.CourseTitle, corrected.CompletedAt));
        Assert.Equal(corrected.Id, (await ReissueAsync(old)).Id);
        Assert.Equal(corrected.Id, (await ActiveAsync()).Id);
        var found = await school.DoAsync<VerifyCertificate, Certificate>(v => v.ExecuteAsync(old.Serial, CancellationToken.None));
        Assert.Equal((CertificateState.Superseded, "Ada Lovelace"), (found.State, found.LearnerName));
    }

    [Fact]
    public async Task CorrectionsAtOnce_LeaveOneActiveCertificate()
    {
        var old = await ActiveAsync();
        await RenameAsync("Augusta Ada King");
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => ReissueAsync(old)));
        Assert.Single(answers.Select(a => a.Id).Distinct());
        Assert.Equal(2, await school.ReadAsync(db => db.Certificates.CountAsync(c => c.EnrollmentId == enrollment)));
    }

    [Fact]
    public async Task EverybodySees_WhatItsLearnerShows_AlsoWhenItIsCorrected()
    {
        var old = await ActiveAsync();
        Assert.Empty(await ShownAsync());
        await ShowAsync(old, true);
        Assert.Equal([old.Id], await ShownAsync());
        await RenameAsync("Augusta Ada King");
        var corrected = await ReissueAsync(old);
        Assert.Equal([corrected.Id], await ShownAsync());

        // By the name of the old one, which is all that a tab knows that was open before.
        await ShowAsync(old, false);
        Assert.Empty(await ShownAsync());
        var stranger = await school.StudentAsync();
        await Refused.WithAsync(
            CertificateReasons.CertificateNotFound,
            () => school.DoAsync<SetCertificateVisibility>(s => s.ExecuteAsync(stranger, old.Id, true, CancellationToken.None))
        );
    }

    private Task ShowAsync(Certificate certificate, bool isPublic) =>
        school.DoAsync<SetCertificateVisibility>(s => s.ExecuteAsync(student, certificate.Id, isPublic, CancellationToken.None));

    private async Task<IEnumerable<Guid>> ShownAsync() =>
        (
            await school.DoAsync<ListPublicCertificates, Page<Certificate>>(l =>
                l.ExecuteAsync(student.UserId, new PageRequest(50, null), CancellationToken.None)
            )
        ).Items.Select(c => c.Id);

    [Fact]
    public async Task SomebodyElsesCertificate_IsNotFound()
    {
        var (old, stranger) = (await ActiveAsync(), await school.StudentAsync());
        await Refused.WithAsync(
            CertificateReasons.CertificateNotFound,
            () => school.DoAsync<ReissueCertificate>(r => r.ExecuteAsync(stranger, old.Id, CancellationToken.None))
        );
    }

    private Task<Certificate> ActiveAsync() =>
        school.DoAsync<GetEnrollmentCertificate, Certificate>(g => g.ExecuteAsync(student, enrollment, CancellationToken.None));

    private Task<Certificate> ReissueAsync(Certificate certificate) =>
        school.DoAsync<ReissueCertificate, Certificate>(r => r.ExecuteAsync(student, certificate.Id, CancellationToken.None));

    private Task RenameAsync(string name) =>
        school.ReadAsync(db => db.Users.Where(u => u.Id == student.UserId).ExecuteUpdateAsync(set => set.SetProperty(u => u.DisplayName, name)));
}

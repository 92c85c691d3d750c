using System.Text.Json;
using ESchool.Application.Certificates;
using ESchool.Application.Work;

namespace ESchool.Workers.Certificates;

/// <summary>Issues the certificate of a completed enrollment.</summary>
internal sealed class IssueCertificateJob(IssueCertificate useCase)
{
    public Task RunAsync(string payload, CancellationToken cancellationToken)
    {
        var work = JsonSerializer.Deserialize<CertificateWork>(payload)!;
        return useCase.ExecuteAsync(work.EnrollmentId, work.CertificateId, cancellationToken);
    }
}

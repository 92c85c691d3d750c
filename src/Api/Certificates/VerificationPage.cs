using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using ESchool.Api.Calls.Rates;
using ESchool.Application.Certificates;
using ESchool.Domain;
using ESchool.Domain.Certificates;

namespace ESchool.Api.Certificates;

/// <summary>The page behind a certificate's QR code: everything that is printed, as the school has it, for anybody with a browser.</summary>
internal static class VerificationPage
{
    private const string Style =
        "body{font:1rem/1.5 system-ui;max-width:40rem;margin:3rem auto;padding:0 1rem}dt{color:#666}dd{margin:0 0 .8rem;overflow-wrap:anywhere}";

    /// <summary>The page is text and this one style; nothing else runs, loads, is sent anywhere or frames it.</summary>
    private static readonly string Policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void MapVerificationPage(this IEndpointRouteBuilder routes) => routes.MapGet("/verify/{serial}", ShowAsync).LimitReads();

    private static async Task<IResult> ShowAsync(string serial, VerifyCertificate verify, HttpResponse response, CancellationToken cancellationToken)
    {
        response.Headers.ContentSecurityPolicy = Policy;
        try
        {
            return Html(Body(await verify.ExecuteAsync(serial, cancellationToken)), StatusCodes.Status200OK);
        }
        catch (DomainException)
        {
            return Html("<h1>Not genuine</h1><p>E-School never issued a certificate with this serial.</p>", StatusCodes.Status404NotFound);
        }
    }

    private static string Body(Certificate certificate)
    {
        var heading = certificate.State == CertificateState.Active ? "Genuine and valid" : $"Not valid any more: {certificate.State}";
        (string Label, string Value)[] rows =
        [
            ("Serial", certificate.Serial),
            ("Learner", certificate.LearnerName),
            ("Course", certificate.CourseTitle),
            ("Curriculum version", certificate.CurriculumVersion.ToString(CultureInfo.InvariantCulture)),
            ("Instructor", certificate.InstructorName),
            ("Minutes of video", certificate.VideoMinutes.ToString(CultureInfo.InvariantCulture)),
            ("Completed", $"{certificate.CompletedAt.UtcDateTime.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)} (UTC)"),
            ("SHA-256 of the PDF", Convert.ToHexStringLower(certificate.PdfSha256)),
        ];
        return $"<h1>{heading}</h1><dl>{string.Concat(rows.Select(row => $"<dt>{row.Label}</dt><dd>{HtmlEncoder.Default.Encode(row.Value)}</dd>"))}</dl>";
    }

    private static IResult Html(string body, int status) =>
        Results.Text(
            $"""
            <!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>E-School certificate</title>
            <style>{Style}</style>
            {body}</html>
            """,
            "text/html; charset=utf-8",
            statusCode: status
        );
}

using System.Text;
using ESchool.Contracts.Instructors.V1;
using Grpc.Net.Client;

namespace ESchool.Demo.Props;

/// <summary>Uploads the documents of an application as a browser would: a form with a POST policy, straight to S3.</summary>
public sealed class DocumentUploader(GrpcChannel channel, HttpClient http, Person applicant, string application)
{
    private readonly InstructorService.InstructorServiceClient instructors = new(channel);

    /// <summary>A picture of one pixel.</summary>
    public static byte[] Picture { get; } =
        Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==");

    /// <summary>A PDF with a line of text.</summary>
    public static byte[] OnePage(string text)
    {
        var content = $"BT /F1 18 Tf 72 720 Td ({text}) Tj ET";
        string[] objects =
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
            $"<< /Length {content.Length} >>\nstream\n{content}\nendstream",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ];
        var pdf = new StringBuilder("%PDF-1.4\n");
        var offsets = new List<int>();
        for (var i = 0; i < objects.Length; i++)
        {
            offsets.Add(pdf.Length);
            pdf.Append($"{i + 1} 0 obj\n{objects[i]}\nendobj\n");
        }

        var table = pdf.Length;
        pdf.Append($"xref\n0 {objects.Length + 1}\n0000000000 65535 f \n").AppendJoin("", offsets.Select(offset => $"{offset:D10} 00000 n \n"));
        pdf.Append($"trailer << /Size {objects.Length + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n");
        return Encoding.ASCII.GetBytes(pdf.ToString());
    }

    public async Task UploadAsync(ApplicationDocument.Types.Kind kind, string contentType, byte[] content)
    {
        var upload = await instructors.CreateApplicationUploadAsync(
            new CreateApplicationUploadRequest
            {
                Name = application,
                Kind = kind,
                ContentType = contentType,
            },
            applicant.Headers
        );
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in upload.Fields)
        {
            form.Add(new StringContent(value), name);
        }

        form.Add(new ByteArrayContent(content), "file", "document");
        using var answer = await http.PostAsync(new Uri(upload.Url), form);
        if (!answer.IsSuccessStatusCode)
        {
            throw new StoryException($"S3 refused the {kind}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        }

        await instructors.CompleteApplicationUploadAsync(
            new CompleteApplicationUploadRequest { Name = application, Upload = upload.Upload },
            applicant.Headers
        );
    }
}

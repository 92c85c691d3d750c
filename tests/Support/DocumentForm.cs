namespace ESchool.Tests.Support;

/// <summary>Uploads through a POST policy, as a browser would: every field as given, the file last.</summary>
public static class DocumentForm
{
    /// <summary>The beginning of a PDF, and something after it.</summary>
    public static byte[] Pdf(string text = "A document.") => [.. "%PDF-1.7\n"u8, .. System.Text.Encoding.UTF8.GetBytes(text)];

    /// <returns>S3's status.</returns>
    public static async Task<int> PostAsync(string url, IEnumerable<KeyValuePair<string, string>> fields, byte[] content)
    {
        using var http = new HttpClient();
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
        {
            form.Add(new StringContent(value), name);
        }

        form.Add(new ByteArrayContent(content), "file", "document");
        using var answer = await http.PostAsync(new Uri(url), form);
        return (int)answer.StatusCode;
    }
}

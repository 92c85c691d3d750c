namespace ESchool.Bench.Harness;

/// <summary>A file for what the load generator needs to know.</summary>
internal sealed class TemporaryFile : IDisposable
{
    public string Path { get; } = System.IO.Path.GetTempFileName();

    public Task WriteAsync(IEnumerable<string> lines) => File.WriteAllLinesAsync(Path, lines);

    public void Dispose() => File.Delete(Path);
}

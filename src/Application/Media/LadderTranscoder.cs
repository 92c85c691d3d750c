using ESchool.Domain.Media;

namespace ESchool.Application.Media;

/// <summary>placeholder</summary>
public sealed class LadderTranscoder
{
    /// <summary>placeholder</summary>
    public Task<IReadOnlyList<Rendition>> TranscodeAsync(string sourcePath, string outputDirectory, ProbedVideo video, byte[] contentKey, IProgress<int> progress, CancellationToken cancellationToken) => throw new InvalidOperationException(sourcePath);
}

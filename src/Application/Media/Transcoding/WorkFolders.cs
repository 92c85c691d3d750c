using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Media.Transcoding;

/// <summary>
/// The folders that processing keeps its files in. Each is held by a locked file as long as its worker lives, in whatever container: the lock of a killed
/// worker is gone, and its folder is swept when the next one starts.
/// </summary>
[Registered(ServiceLifetime.Singleton)]
public sealed class WorkFolders(IOptions<MediaOptions> options, ILogger<WorkFolders> logger)
{
    private const string Prefix = "eschool-work-";
    private const string Lock = ".held";

    private string Root => options.Value.WorkDirectory is { Length: > 0 } directory ? directory : Path.GetTempPath();

    /// <summary>Makes a folder; disposing it deletes it.</summary>
    /// <param name="name">A name that is unique.</param>
    /// <exception cref="DiskFullException">There is no room.</exception>
    public WorkFolder Create(string name)
    {
        // Under another name until it is held: a sweep elsewhere must not take it for one that was left behind.
        var coming = Directory.CreateDirectory(Path.Combine(Root, $".{Prefix}{name}-{Guid.CreateVersion7()}"));
        var held = new FileStream(Path.Combine(coming.FullName, Lock), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        coming.MoveTo(Path.Combine(Root, Prefix + name));
        return new WorkFolder(coming, held);
    }

    /// <summary>Deletes the folders whose workers are gone.</summary>
    /// <returns>How many.</returns>
    public int Sweep()
    {
        var swept = 0;
        foreach (var folder in Directory.Exists(Root) ? new DirectoryInfo(Root).GetDirectories(Prefix + "*") : [])
        {
            swept += TrySweep(folder) ? 1 : 0;
        }

        return swept;
    }

    private bool TrySweep(DirectoryInfo folder)
    {
        try
        {
            using (new FileStream(Path.Combine(folder.FullName, Lock), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
            {
                folder.Delete(recursive: true);
            }

            logger.LogWarning("Deleted {Folder}, which a killed worker had left behind.", folder.FullName);
            return true;
        }
        catch (Exception inUse) when (inUse is IOException or UnauthorizedAccessException)
        {
            // Held by a worker that lives, or somebody else's.
            logger.LogDebug(inUse, "{Folder} stays.", folder.FullName);
            return false;
        }
    }
}

/// <summary>A folder that is held.</summary>
public sealed class WorkFolder : IDisposable
{
    private readonly DirectoryInfo folder;
    private readonly FileStream held;

    internal WorkFolder(DirectoryInfo folder, FileStream held)
    {
        this.folder = folder;
        this.held = held;
    }

    /// <summary>Where it is.</summary>
    public string Path => folder.FullName;

    /// <summary>Deletes it with all that is in it.</summary>
    public void Dispose()
    {
        folder.Delete(recursive: true);
        held.Dispose();
    }
}

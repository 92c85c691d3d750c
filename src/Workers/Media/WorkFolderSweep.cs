using ESchool.Application.Media.Transcoding;

namespace ESchool.Workers.Media;

/// <summary>Deletes, when the program starts, the work folders that killed workers left behind.</summary>
internal sealed class WorkFolderSweep(WorkFolders folders) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        folders.Sweep();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

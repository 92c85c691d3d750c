using ESchool.Application.Administration.Exports;
using ESchool.Application.Administration.Merging;
using ESchool.Application.Administration.SupportViews;
using ESchool.Domain.Administration.Exports;
using ESchool.Domain.Administration.Merging;

namespace ESchool.Api.Tests.Matrix;

/// <content>What administrators ask for.</content>
internal sealed partial class MatrixWorld
{
    /// <summary>A token with which one of the support staff sees what a caller sees.</summary>
    public async Task<string> ViewTokenAsync(string caller) =>
        (
            await School.DoAsync<StartSupportView, OpenSupportView>(s =>
                s.ExecuteAsync(ActorOf(Support), ActorOf(caller).UserId, "Ticket 7", CancellationToken.None)
            )
        ).Token;

    private async Task<string> SupportViewAsync(string viewer)
    {
        var opened = await School.DoAsync<StartSupportView, OpenSupportView>(s =>
            s.ExecuteAsync(ActorOf(viewer), ActorOf(Owner).UserId, "Ticket 7", CancellationToken.None)
        );
        return opened.View.Id.ToString();
    }

    private async Task<string> AccountMergeAsync()
    {
        var merge = await School.DoAsync<PrepareAccountMerge, AccountMerge>(p =>
            p.ExecuteAsync(ActorOf(Admin), ActorOf(Stranger).UserId, ActorOf(Owner).UserId, "Two accounts", CancellationToken.None)
        );
        return merge.Id.ToString();
    }

    private async Task<string> TableExportAsync()
    {
        var export = await School.DoAsync<StartExport, TableExport>(s =>
            s.ExecuteAsync(ActorOf(Admin), ExportSubject.Users, ExportFormat.Csv, ExportFilter.All, CancellationToken.None)
        );
        return export.Id.ToString();
    }
}

using ESchool.Data;
using ESchool.Domain;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Catalog.Authors;

/// <summary>Lists the open invitations to the caller's address, the newest first.</summary>
public sealed class ListOwnInvitations(SchoolDbContext db, Invitations invitations)
{
    /// <summary>Reads a page.</summary>
    public async Task<Page<InvitationView>> ExecuteAsync(Actor actor, PageRequest page, CancellationToken cancellationToken)
    {
        var own = invitations.To(actor).Where(i => page.AfterId == null || i.Id < page.AfterId);
        var rows = await InvitationView.Of(db, own).Take(page.Size + 1).ToListAsync(cancellationToken);
        return Page<InvitationView>.Of(rows, page.Size, i => i.Invitation.Id.ToString());
    }
}

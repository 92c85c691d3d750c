namespace ESchool.Domain.Catalog.Authors;

/// <summary>Reasons that concern the authors of a course.</summary>
public static class AuthorReasons
{
    /// <summary>The caller works on the course, and may not do this.</summary>
    public static readonly Reason AuthorRoleMissing = new(ReasonKind.Denied, "AUTHOR_ROLE_MISSING");

    /// <summary>There is no such co-author of the course.</summary>
    public static readonly Reason CoAuthorNotFound = new(ReasonKind.NotFound, "CO_AUTHOR_NOT_FOUND");

    /// <summary>There is no such invitation, it has ended, or it is for another address.</summary>
    public static readonly Reason InvitationNotFound = new(ReasonKind.NotFound, "INVITATION_NOT_FOUND");

    /// <summary>The owner of a course can't be its co-author.</summary>
    public static readonly Reason InvitationOwn = new(ReasonKind.State, "INVITATION_OWN");

    /// <summary>The course has as many co-authors and open invitations as a course may have.</summary>
    public static readonly Reason CoAuthorsFull = new(ReasonKind.State, "CO_AUTHORS_FULL");
}

using ESchool.Api.Calls.Wire;
using ESchool.Application.Catalog.Authors;
using Wire = ESchool.Contracts.Catalog.V1;

namespace ESchool.Api.Catalog.Authors;

internal static class CoAuthorMapping
{
    public static Wire.CoAuthor ToWire(this CoAuthorView view) =>
        new()
        {
            Name = $"courses/{view.CoAuthor.CourseId}/coAuthors/{view.CoAuthor.UserId}",
            User = $"users/{view.CoAuthor.UserId}",
            DisplayName = view.DisplayName,
            Role = (Wire.AuthorRole)view.CoAuthor.Role,
            JoinTime = view.CoAuthor.JoinedAt.ToWire(),
        };

    public static Wire.Invitation ToWire(this InvitationView view) =>
        new()
        {
            Name = $"courses/{view.Invitation.CourseId}/invitations/{view.Invitation.Id}",
            CourseTitle = view.CourseTitle,
            OwnerDisplayName = view.OwnerName,
            Email = view.Invitation.Email,
            Role = (Wire.AuthorRole)view.Invitation.Role,
            InviteTime = view.Invitation.InvitedAt.ToWire(),
            ExpireTime = view.Invitation.ExpiresAt.ToWire(),
        };
}

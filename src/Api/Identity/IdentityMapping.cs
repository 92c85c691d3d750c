using ESchool.Api.Calls;
using ESchool.Application.Identity;
using ESchool.Domain.Identity;
using Wire = ESchool.Contracts.Identity.V1;

namespace ESchool.Api.Identity;

internal static class IdentityMapping
{
    public static Wire.User ToWire(this User user)
    {
        var wire = new Wire.User { Name = $"users/{user.Id}", Email = user.Email, DisplayName = user.DisplayName, CreateTime = user.CreatedAt.ToWire() };
        wire.Roles.AddRange(RolesOf(user.Roles));
        return wire;
    }

    public static Wire.Session ToWire(this SessionTokens tokens) => new()
    {
        AccessToken = tokens.AccessToken,
        AccessTokenExpireTime = tokens.AccessTokenExpiresAt.ToWire(),
        RefreshToken = tokens.RefreshToken,
        RefreshTokenExpireTime = tokens.RefreshTokenExpiresAt.ToWire(),
        User = tokens.User.ToWire(),
    };

    private static IEnumerable<Wire.Role> RolesOf(Roles roles)
    {
        if (roles.HasFlag(Roles.Student))
        {
            yield return Wire.Role.Student;
        }

        if (roles.HasFlag(Roles.Instructor))
        {
            yield return Wire.Role.Instructor;
        }

        if (roles.HasFlag(Roles.Admin))
        {
            yield return Wire.Role.Admin;
        }
    }
}

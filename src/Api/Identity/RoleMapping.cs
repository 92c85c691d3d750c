using ESchool.Contracts.Roles.V1;
using ESchool.Domain.Identity;

namespace ESchool.Api.Identity;

internal static class RoleMapping
{
    private static readonly (Roles Role, Role Wire)[] Pairs =
    [
        (Roles.Student, Role.Student),
        (Roles.Instructor, Role.Instructor),
        (Roles.Admin, Role.Admin),
        (Roles.Support, Role.Support),
    ];

    public static IEnumerable<Role> ToWire(this Roles roles) => Pairs.Where(pair => roles.HasFlag(pair.Role)).Select(pair => pair.Wire);

    public static Roles ToDomain(this Role role) => Pairs.Single(pair => pair.Wire == role).Role;
}

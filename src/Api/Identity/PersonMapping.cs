using ESchool.Application.Identity.People;
using Wire = ESchool.Contracts.Identity.V1;

namespace ESchool.Api.Identity;

internal static class PersonMapping
{
    public static Wire.Person ToWire(this PersonView person) =>
        new()
        {
            Name = $"users/{person.UserId}",
            DisplayName = person.DisplayName,
            AvatarUrl = person.AvatarUrl,
            Headline = person.Headline,
            IsInstructor = person.IsInstructor,
        };
}

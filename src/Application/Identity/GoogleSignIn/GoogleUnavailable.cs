using ESchool.Domain;

namespace ESchool.Application.Identity.GoogleSignIn;

/// <summary>What a caller is told while Google does not answer.</summary>
internal static class GoogleUnavailable
{
    public static DomainException Refusal() =>
        new(CallReasons.DependencyUnavailable, "Google does not answer at the moment; try again.", ("dependency", "google"))
        {
            RetryAfter = TimeSpan.FromSeconds(2),
        };
}

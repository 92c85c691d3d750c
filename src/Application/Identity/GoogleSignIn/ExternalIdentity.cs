namespace ESchool.Application.Identity.GoogleSignIn;

/// <summary>Whom an id token speaks of. Issuer and subject say who it is; everything else may change at any time.</summary>
/// <param name="Issuer">The issuer as configured, whichever way the token wrote it.</param>
/// <param name="Subject">The account there.</param>
/// <param name="Email">The address there; empty when it was not told.</param>
/// <param name="EmailVerified">True when the issuer has verified the address.</param>
/// <param name="Name">The name there; empty when it was not told.</param>
/// <param name="ExpiresAt">When the token stops being accepted.</param>
public sealed record ExternalIdentity(string Issuer, string Subject, string Email, bool EmailVerified, string Name, DateTimeOffset ExpiresAt);

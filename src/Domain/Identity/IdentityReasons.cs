namespace ESchool.Domain.Identity;

/// <summary>Reasons of the identity feature.</summary>
public static class IdentityReasons
{
    /// <summary>The verification token is unknown, used or expired.</summary>
    public static readonly Reason VerificationTokenInvalid = new(ReasonKind.Invalid, "VERIFICATION_TOKEN_INVALID");

    /// <summary>Address and password do not open a session.</summary>
    public static readonly Reason CredentialsInvalid = new(ReasonKind.Unauthenticated, "CREDENTIALS_INVALID");

    /// <summary>Too many failed attempts.</summary>
    public static readonly Reason TooManyAttempts = new(ReasonKind.Exhausted, "TOO_MANY_ATTEMPTS");

    /// <summary>The refresh token is unknown, used, revoked or expired.</summary>
    public static readonly Reason RefreshTokenInvalid = new(ReasonKind.Unauthenticated, "REFRESH_TOKEN_INVALID");

    /// <summary>There is no such user, or it is not the caller.</summary>
    public static readonly Reason UserNotFound = new(ReasonKind.NotFound, "USER_NOT_FOUND");
}

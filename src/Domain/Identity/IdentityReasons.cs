namespace ESchool.Domain.Identity;

/// <summary>Reasons of the identity feature.</summary>
public static class IdentityReasons
{
    /// <summary>The verification token is unknown, used or expired.</summary>
    public static readonly Reason VerificationTokenInvalid = new(ReasonKind.Invalid, "VERIFICATION_TOKEN_INVALID");

    /// <summary>Address and password do not open a session.</summary>
    public static readonly Reason CredentialsInvalid = new(ReasonKind.Unauthenticated, "CREDENTIALS_INVALID");

    /// <summary>The account has no password: its owner signs in with Google alone.</summary>
    public static readonly Reason PasswordNotSet = new(ReasonKind.State, "PASSWORD_NOT_SET");

    /// <summary>Too many failed attempts.</summary>
    public static readonly Reason TooManyAttempts = new(ReasonKind.Exhausted, "TOO_MANY_ATTEMPTS");

    /// <summary>The refresh token is unknown, used, revoked or expired.</summary>
    public static readonly Reason RefreshTokenInvalid = new(ReasonKind.Unauthenticated, "REFRESH_TOKEN_INVALID");

    /// <summary>There is no such user, or it is not the caller.</summary>
    public static readonly Reason UserNotFound = new(ReasonKind.NotFound, "USER_NOT_FOUND");

    /// <summary>The user is suspended.</summary>
    public static readonly Reason UserSuspended = new(ReasonKind.State, "USER_SUSPENDED");

    /// <summary>The only administrator cannot go.</summary>
    public static readonly Reason LastAdmin = new(ReasonKind.State, "LAST_ADMIN");

    /// <summary>The password is commonly used.</summary>
    public static readonly Reason PasswordTooWeak = new(ReasonKind.Invalid, "PASSWORD_TOO_WEAK");

    /// <summary>The reset token is unknown, used or expired.</summary>
    public static readonly Reason ResetTokenInvalid = new(ReasonKind.Invalid, "RESET_TOKEN_INVALID");

    /// <summary>The code is wrong or used, or the challenge has expired.</summary>
    public static readonly Reason SecondFactorInvalid = new(ReasonKind.Unauthenticated, "SECOND_FACTOR_INVALID");

    /// <summary>The caller's role asks for a second factor, and this session was opened without.</summary>
    public static readonly Reason SecondFactorRequired = new(ReasonKind.Denied, "SECOND_FACTOR_REQUIRED");

    /// <summary>The call asks for a fresh proof of identity.</summary>
    public static readonly Reason StepUpRequired = new(ReasonKind.Denied, "STEP_UP_REQUIRED");

    /// <summary>An authenticator app is set up already.</summary>
    public static readonly Reason TotpEnabled = new(ReasonKind.State, "TOTP_ENABLED");

    /// <summary>No authenticator app is set up.</summary>
    public static readonly Reason TotpDisabled = new(ReasonKind.State, "TOTP_DISABLED");

    /// <summary>No set-up of an authenticator app was begun.</summary>
    public static readonly Reason TotpSetupNotBegun = new(ReasonKind.State, "TOTP_SETUP_NOT_BEGUN");

    /// <summary>There is no such session, it has ended, or it is somebody else's.</summary>
    public static readonly Reason SessionNotFound = new(ReasonKind.NotFound, "SESSION_NOT_FOUND");

    /// <summary>The school is not set up for Google.</summary>
    public static readonly Reason GoogleSignInDisabled = new(ReasonKind.State, "GOOGLE_SIGN_IN_DISABLED");

    /// <summary>What came back from Google does not open a session.</summary>
    public static readonly Reason GoogleSignInFailed = new(ReasonKind.Unauthenticated, "GOOGLE_SIGN_IN_FAILED");

    /// <summary>Google has not verified the address.</summary>
    public static readonly Reason GoogleEmailUnverified = new(ReasonKind.State, "GOOGLE_EMAIL_UNVERIFIED");

    /// <summary>There is no such upload of a picture, or nothing was uploaded.</summary>
    public static readonly Reason AvatarUploadNotFound = new(ReasonKind.NotFound, "AVATAR_UPLOAD_NOT_FOUND");

    /// <summary>There is no such export, or it is somebody else's.</summary>
    public static readonly Reason DataExportNotFound = new(ReasonKind.NotFound, "DATA_EXPORT_NOT_FOUND");

    /// <summary>Staff have hidden what the user tells about themselves.</summary>
    public static readonly Reason ProfileHidden = new(ReasonKind.State, "PROFILE_HIDDEN");

    /// <summary>The account was merged into another one.</summary>
    public static readonly Reason AccountMerged = new(ReasonKind.State, "ACCOUNT_MERGED");

    /// <summary>Money is owed to the user or on its way.</summary>
    public static readonly Reason AccountHasBalance = new(ReasonKind.State, "ACCOUNT_HAS_BALANCE");
}

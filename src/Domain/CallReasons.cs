namespace ESchool.Domain;

/// <summary>Reasons that any feature may answer with.</summary>
public static class CallReasons
{
    /// <summary>A field has the wrong shape.</summary>
    public static readonly Reason RequestInvalid = new(ReasonKind.Invalid, "REQUEST_INVALID");

    /// <summary>The message is longer than the server takes.</summary>
    public static readonly Reason MessageTooLong = new(ReasonKind.Exhausted, "MESSAGE_TOO_LONG");

    /// <summary>The page token is not ours or belongs to other arguments.</summary>
    public static readonly Reason PageTokenInvalid = new(ReasonKind.Invalid, "PAGE_TOKEN_INVALID");

    /// <summary>The request id was used with another body.</summary>
    public static readonly Reason RequestIdReused = new(ReasonKind.Invalid, "REQUEST_ID_REUSED");

    /// <summary>The resource changed since its etag was read.</summary>
    public static readonly Reason EtagStale = new(ReasonKind.Conflict, "ETAG_STALE");

    /// <summary>Two callers changed the same thing at once.</summary>
    public static readonly Reason ConcurrentChange = new(ReasonKind.Conflict, "CONCURRENT_CHANGE");

    /// <summary>The access token is missing, malformed, expired or revoked.</summary>
    public static readonly Reason AccessTokenInvalid = new(ReasonKind.Unauthenticated, "ACCESS_TOKEN_INVALID");

    /// <summary>The caller lacks the role the rpc asks for.</summary>
    public static readonly Reason RoleMissing = new(ReasonKind.Denied, "ROLE_MISSING");

    /// <summary>A part the server stands on does not answer.</summary>
    public static readonly Reason DependencyUnavailable = new(ReasonKind.Unavailable, "DEPENDENCY_UNAVAILABLE");

    /// <summary>The caller made too many calls, or holds too many streams open.</summary>
    public static readonly Reason RateLimited = new(ReasonKind.Exhausted, "RATE_LIMITED");

    /// <summary>Over JSON: there is no call with the path.</summary>
    public static readonly Reason PathUnknown = new(ReasonKind.NotFound, "PATH_UNKNOWN");

    /// <summary>Over JSON: the path is called with another method.</summary>
    public static readonly Reason MethodNotAllowed = new(ReasonKind.Unsupported, "METHOD_NOT_ALLOWED");

    /// <summary>A fault of the server.</summary>
    public static readonly Reason Internal = new(ReasonKind.Fault, "INTERNAL");
}

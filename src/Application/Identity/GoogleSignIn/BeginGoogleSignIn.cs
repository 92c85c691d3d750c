using System.Text;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Identity;

namespace ESchool.Application.Identity.GoogleSignIn;

/// <summary>A sign-in with Google that has begun.</summary>
/// <param name="AuthorizationUrl">Where to send the browser.</param>
/// <param name="FlowToken">What only this browser has; it ends the sign-in.</param>
/// <param name="ExpiresAt">When it is too late to end it.</param>
public sealed record BegunGoogleSignIn(string AuthorizationUrl, string FlowToken, DateTimeOffset ExpiresAt);

/// <summary>Begins a sign-in with Google: makes what the browser, Google and the school must bring together again in the end.</summary>
public sealed class BeginGoogleSignIn(SchoolDbContext db, GoogleProvider google, SchoolSecrets secrets, TimeProvider clock)
{
    /// <summary>The purpose under which code verifiers are sealed.</summary>
    internal const string VerifierPurpose = "identity.google-code-verifier";

    /// <summary>Begins it.</summary>
    /// <param name="redirectUri">Where Google sends the browser back to; one of those the school is set up for.</param>
    /// <param name="cancellationToken">Stops before anything is kept.</param>
    /// <exception cref="DomainException"><c>GOOGLE_SIGN_IN_DISABLED</c>, <c>REQUEST_INVALID</c>, <c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public async Task<BegunGoogleSignIn> ExecuteAsync(string redirectUri, CancellationToken cancellationToken)
    {
        google.RequireEnabled();
        if (!google.MayReturnTo(redirectUri))
        {
            throw new DomainException(CallReasons.RequestInvalid, "The request has fields of the wrong shape.")
            {
                FieldViolations = [new FieldViolation("redirect_uri", FieldFault.UnknownValue, "must be one of the addresses the school is set up for.")],
            };
        }

        var (state, nonce, verifier, flowToken) = (OpaqueToken.Create(), OpaqueToken.Create(), OpaqueToken.Create(), OpaqueToken.Create());
        var url = await google.AuthorizationUrlAsync(redirectUri, state, nonce, verifier, cancellationToken);
        var flow = new GoogleSignInFlow(
            OpaqueToken.Hash(state),
            OpaqueToken.Hash(flowToken),
            nonce,
            secrets.Seal(VerifierPurpose, Encoding.ASCII.GetBytes(verifier)),
            redirectUri,
            clock.GetUtcNow()
        );
        db.GoogleSignInFlows.Add(flow);
        await db.SaveChangesAsync(cancellationToken);
        return new BegunGoogleSignIn(url, flowToken, flow.ExpiresAt);
    }
}

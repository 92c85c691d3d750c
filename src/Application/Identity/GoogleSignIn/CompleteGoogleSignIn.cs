using System.Text;
using ESchool.Application.Identity.Sessions;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace ESchool.Application.Identity.GoogleSignIn;

/// <summary>Ends a sign-in with Google with what the browser brought back. Whatever is wrong, the caller hears the same.</summary>
public sealed class CompleteGoogleSignIn(
    SchoolDbContext db,
    GoogleProvider google,
    GoogleSessions sessions,
    SchoolSecrets secrets,
    TimeProvider clock,
    ILogger<CompleteGoogleSignIn> logger
)
{
    /// <summary>Exchanges the code, and opens a session or asks for the second factor.</summary>
    /// <param name="code">From the redirect address.</param>
    /// <param name="state">From the redirect address.</param>
    /// <param name="flowToken">From the browser that began it: a code that was slipped in from elsewhere comes without.</param>
    /// <param name="deviceToken">The device token that the device has; empty for none.</param>
    /// <param name="cancellationToken">Stops before the session is open; the sign-in must begin again.</param>
    /// <exception cref="DomainException">
    /// <c>GOOGLE_SIGN_IN_FAILED</c>, <c>GOOGLE_EMAIL_UNVERIFIED</c>, <c>GOOGLE_SIGN_IN_DISABLED</c>, <c>DEPENDENCY_UNAVAILABLE</c>.
    /// </exception>
    public async Task<SignInOutcome> ExecuteAsync(string code, string state, string flowToken, string deviceToken, CancellationToken cancellationToken)
    {
        google.RequireEnabled();
        var flow = await TakeAsync(state, flowToken, cancellationToken);
        var verifier = Encoding.ASCII.GetString(secrets.Open(BeginGoogleSignIn.VerifierPurpose, flow.SealedCodeVerifier));
        var identity = await google.ExchangeAsync(code, flow.RedirectUri, flow.Nonce, verifier, cancellationToken);
        return await sessions.OpenAsync(identity, usedToken: null, deviceToken, cancellationToken);
    }

    /// <summary>One statement, before the exchange: of many completions at once, one goes on, and none can be repeated.</summary>
    private async Task<GoogleSignInFlow> TakeAsync(string state, string flowToken, CancellationToken cancellationToken)
    {
        var (stateHash, flowTokenHash, now) = (OpaqueToken.Hash(state), OpaqueToken.Hash(flowToken), clock.GetUtcNow());
        var taken = await db
            .GoogleSignInFlows.FromSql(
                $"""
                DELETE FROM identity.google_sign_in_flows
                WHERE state_hash = {stateHash} AND flow_token_hash = {flowTokenHash} AND expires_at > {now} RETURNING *
                """
            )
            .AsNoTracking()
            .ToListAsync(cancellationToken);
        if (taken is [var flow])
        {
            return flow;
        }

        logger.LogWarning("A sign-in with Google was refused: no such flow, or another browser's, or too late");
        throw GoogleIdTokens.Refusal;
    }
}

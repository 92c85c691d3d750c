using System.Security.Cryptography;
using System.Text;
using ESchool.Application.Identity.Sessions;
using ESchool.Domain;
using ESchool.Domain.Identity;

namespace ESchool.Application.Identity.GoogleSignIn;

/// <summary>Signs in with an id token that Google gave the client itself: Google Identity Services in a page, or a phone.</summary>
public sealed class SignInWithGoogleIdToken(GoogleProvider google, GoogleIdTokens idTokens, GoogleSessions sessions)
{
    /// <summary>Validates the token, and opens a session or asks for the second factor. A token works once.</summary>
    /// <param name="idToken">The token.</param>
    /// <param name="nonce">What the client gave Google for this sign-in.</param>
    /// <param name="deviceToken">The device token that the device has; empty for none.</param>
    /// <param name="cancellationToken">Stops before the session is open.</param>
    /// <exception cref="DomainException">
    /// <c>GOOGLE_SIGN_IN_FAILED</c>, <c>GOOGLE_EMAIL_UNVERIFIED</c>, <c>GOOGLE_SIGN_IN_DISABLED</c>, <c>DEPENDENCY_UNAVAILABLE</c>.
    /// </exception>
    public async Task<SignInOutcome> ExecuteAsync(string idToken, string nonce, string deviceToken, CancellationToken cancellationToken)
    {
        google.RequireEnabled();
        var identity = await idTokens.ValidateOfClientAsync(idToken, nonce, cancellationToken);
        return await sessions.OpenAsync(identity, new UsedIdToken(HashOf(idToken), identity.ExpiresAt), deviceToken, cancellationToken);
    }

    /// <summary>Of what is signed. The signature itself can be written in several ways that all fit, and would make one token many.</summary>
    private static byte[] HashOf(string idToken) => SHA256.HashData(Encoding.ASCII.GetBytes(idToken[..idToken.LastIndexOf('.')]));
}

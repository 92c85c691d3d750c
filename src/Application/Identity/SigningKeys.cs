using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace ESchool.Application.Identity;

/// <summary>
/// The ECDSA P-256 keys of access tokens: one signs, all are accepted and published. To change the key without refusing anybody: accept the new
/// one on every replica, then let it sign and accept the old one, then forget the old one after an access token's lifetime.
/// </summary>
[Registered(ServiceLifetime.Singleton)]
public sealed class SigningKeys : IDisposable
{
    private readonly List<ECDsaSecurityKey> accepted;

    /// <summary>Reads the keys.</summary>
    /// <exception cref="OptionsValidationException">A key file is missing or holds no P-256 key.</exception>
    public SigningKeys(IOptions<IdentityOptions> options)
    {
        accepted = [Read(options.Value.SigningKeyPath), .. options.Value.AcceptedKeyPaths.Select(Read)];
    }

    /// <summary>The key that signs.</summary>
    public ECDsaSecurityKey Signing => accepted[0];

    /// <summary>Every key whose tokens are accepted.</summary>
    public IReadOnlyList<ECDsaSecurityKey> Accepted => accepted;

    /// <summary>The public keys as a JWK Set (RFC 7517).</summary>
    public IReadOnlyList<PublicJwk> Published => [.. accepted.Select(PublicJwk.Of).DistinctBy(key => key.Kid)];

    /// <inheritdoc/>
    public void Dispose() => accepted.ForEach(key => key.ECDsa.Dispose());

    private static ECDsaSecurityKey Read(string path)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(path));
        }
        catch (Exception fault) when (fault is IOException or ArgumentException or CryptographicException or UnauthorizedAccessException)
        {
            throw new OptionsValidationException(
                IdentityOptions.Section,
                typeof(IdentityOptions),
                [$"Identity:SigningKeyPath or AcceptedKeyPaths: {path}: {fault.Message}"]
            );
        }

        if (key.KeySize != 256)
        {
            throw new OptionsValidationException(
                IdentityOptions.Section,
                typeof(IdentityOptions),
                [$"Identity:SigningKeyPath or AcceptedKeyPaths: {path} holds no P-256 key."]
            );
        }

        return new ECDsaSecurityKey(key)
        {
            KeyId = Base64UrlEncoder.Encode(SHA256.HashData(key.ExportSubjectPublicKeyInfo()).AsSpan(0, 12).ToArray()),

            // The default factory keeps what it made of a key beyond the key's life.
            CryptoProviderFactory = new CryptoProviderFactory(),
        };
    }
}

/// <summary>A public key as others read it (RFC 7517, RFC 7518).</summary>
/// <param name="Kty">The family: EC.</param>
/// <param name="Crv">The curve: P-256.</param>
/// <param name="X">The point's x, base64url.</param>
/// <param name="Y">The point's y, base64url.</param>
/// <param name="Kid">The id tokens name.</param>
/// <param name="Use">What for: sig.</param>
/// <param name="Alg">With which algorithm: ES256.</param>
public sealed record PublicJwk(string Kty, string Crv, string X, string Y, string Kid, string Use, string Alg)
{
    internal static PublicJwk Of(ECDsaSecurityKey key)
    {
        var point = key.ECDsa.ExportParameters(includePrivateParameters: false).Q;
        return new PublicJwk(
            "EC",
            "P-256",
            Base64UrlEncoder.Encode(point.X),
            Base64UrlEncoder.Encode(point.Y),
            key.KeyId,
            "sig",
            SecurityAlgorithms.EcdsaSha256
        );
    }
}

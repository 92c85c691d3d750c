using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ESchool.Application;

/// <summary>Derives keys from the master key (HKDF-SHA256, RFC 5869), one a purpose, and seals small secrets with them.</summary>
[Registered(ServiceLifetime.Singleton)]
public sealed class SchoolSecrets
{
    private const int NonceSize = 12;
    private const int TagSize = 16;

    private readonly ConcurrentDictionary<string, byte[]> keys = new();
    private readonly byte[] masterKey;

    /// <summary>Reads the master key.</summary>
    /// <exception cref="OptionsValidationException">It is not 32 bytes in base 64.</exception>
    public SchoolSecrets(IOptions<SecurityOptions> options)
    {
        var key = new byte[32];
        if (!Convert.TryFromBase64String(options.Value.MasterKey, key, out var written) || written != key.Length)
        {
            throw new OptionsValidationException(SecurityOptions.Section, typeof(SecurityOptions), ["Security:MasterKey must be 32 bytes in base 64."]);
        }

        masterKey = key;
    }

    /// <summary>Signs data for a purpose: HMAC-SHA256.</summary>
    public byte[] Sign(string purpose, ReadOnlySpan<byte> data) => HMACSHA256.HashData(KeyFor(purpose), data);

    /// <summary>Encrypts a small secret for a purpose: AES-256-GCM, nonce and tag in front.</summary>
    public byte[] Seal(string purpose, ReadOnlySpan<byte> secret)
    {
        var sealedBytes = new byte[NonceSize + TagSize + secret.Length];
        RandomNumberGenerator.Fill(sealedBytes.AsSpan(0, NonceSize));
        using var aes = new AesGcm(KeyFor(purpose), TagSize);
        aes.Encrypt(sealedBytes.AsSpan(0, NonceSize), secret, sealedBytes.AsSpan(NonceSize + TagSize), sealedBytes.AsSpan(NonceSize, TagSize));
        return sealedBytes;
    }

    /// <summary>Decrypts what <see cref="Seal"/> made.</summary>
    /// <exception cref="CryptographicException">It was made for another purpose or key, or was changed.</exception>
    public byte[] Open(string purpose, ReadOnlySpan<byte> sealedBytes)
    {
        var secret = new byte[sealedBytes.Length - NonceSize - TagSize];
        using var aes = new AesGcm(KeyFor(purpose), TagSize);
        aes.Decrypt(sealedBytes[..NonceSize], sealedBytes[(NonceSize + TagSize)..], sealedBytes.Slice(NonceSize, TagSize), secret);
        return secret;
    }

    /// <summary>The 32-byte key of a purpose. Purposes are few and never made of input: each key is derived once.</summary>
    private byte[] KeyFor(string purpose) =>
        keys.GetOrAdd(purpose, name => HKDF.DeriveKey(HashAlgorithmName.SHA256, masterKey, 32, info: Encoding.UTF8.GetBytes(name)));
}

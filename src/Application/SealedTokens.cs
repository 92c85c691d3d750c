using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application;

/// <summary>Tokens the school hands out and takes back: JSON that is authenticated and encrypted, good for one purpose, written in base64url.</summary>
[Registered(ServiceLifetime.Singleton)]
public sealed class SealedTokens(SchoolSecrets secrets)
{
    /// <summary>Makes a token.</summary>
    public string Create<T>(string purpose, T content) => Base64Url.EncodeToString(secrets.Seal(purpose, JsonSerializer.SerializeToUtf8Bytes(content)));

    /// <summary>Reads a token.</summary>
    /// <returns>Its content, or null when it is not one of ours for this purpose.</returns>
    public T? Read<T>(string purpose, string token)
        where T : class
    {
        try
        {
            var bytes = Base64Url.DecodeFromChars(token);
            return bytes.Length < 32 ? null : JsonSerializer.Deserialize<T>(secrets.Open(purpose, bytes));
        }
        catch (Exception fault) when (fault is FormatException or CryptographicException or JsonException)
        {
            return null;
        }
    }
}

using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace ESchool.Application.Identity;

/// <summary>A 256-bit random token in base64url. Only its SHA-256 is ever stored.</summary>
public static class OpaqueToken
{
    /// <summary>Makes a token.</summary>
    public static string Create() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>What is stored of a token.</summary>
    public static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}

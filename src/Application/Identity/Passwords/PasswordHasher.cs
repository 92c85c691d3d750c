using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using NSec.Cryptography;

namespace ESchool.Application.Identity.Passwords;

/// <summary>
/// Argon2id with 19 MiB, two passes, one lane (OWASP's first choice). One less at once than there are cores, because each takes a
/// core and 19 MiB; the others wait in line, and all of them let other calls go first.
/// </summary>
[Registered(ServiceLifetime.Singleton)]
public sealed class PasswordHasher : IDisposable
{
    private const int MemoryKibibytes = 19 * 1024;
    private const int Passes = 2;
    private const int SaltSize = 16;
    private const int HashSize = 32;

    private static readonly Argon2id Algorithm = new(
        new Argon2Parameters
        {
            DegreeOfParallelism = 1,
            MemorySize = MemoryKibibytes,
            NumberOfPasses = Passes,
        }
    );

    private readonly PatientThreads threads = new();

    /// <summary>A hash that no password fits, so that an unknown address takes as long to refuse as a known one.</summary>
    public static string Unmatchable { get; } = Encode(new byte[SaltSize], new byte[HashSize]);

    /// <summary>Hashes a password with a new salt, in the PHC string format.</summary>
    public async Task<string> HashAsync(string password, CancellationToken cancellationToken)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltSize);
        return Encode(salt, await DeriveAsync(password, salt, cancellationToken));
    }

    /// <summary>Compares a password with a hash that <see cref="HashAsync"/> made.</summary>
    public async Task<bool> VerifyAsync(string password, string encoded, CancellationToken cancellationToken)
    {
        var fields = encoded.Split('$');
        var derived = await DeriveAsync(password, Convert.FromBase64String(fields[4]), cancellationToken);
        return CryptographicOperations.FixedTimeEquals(derived, Convert.FromBase64String(fields[5]));
    }

    /// <inheritdoc/>
    public void Dispose() => threads.Dispose();

    private static string Encode(byte[] salt, byte[] hash) =>
        $"$argon2id$v=19$m={MemoryKibibytes},t={Passes},p=1${Convert.ToBase64String(salt)}${Convert.ToBase64String(hash)}";

    private Task<byte[]> DeriveAsync(string password, byte[] salt, CancellationToken cancellationToken) =>
        threads.RunAsync(() => Algorithm.DeriveBytes(Encoding.UTF8.GetBytes(password), salt, HashSize), cancellationToken);
}

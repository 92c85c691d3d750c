using System.Security.Cryptography;
using ESchool.Tests.Support;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Npgsql;

namespace ESchool.Bench.Harness.Peers;

/// <summary>What peers work on: a schema of their own in the same database, on the same server with the same settings, and tokens of their own.</summary>
internal sealed class PeerDatabase(TestDatabase database)
{
    private readonly byte[] secret = RandomNumberGenerator.GetBytes(32);

    /// <summary>What a peer is told when it starts.</summary>
    public IReadOnlyDictionary<string, string> Environment
    {
        get
        {
            var connection = new NpgsqlConnectionStringBuilder(database.OwnerConnection);
            return new Dictionary<string, string>
            {
                ["DATABASE_URL"] = $"postgres://{connection.Username}:{connection.Password}@{connection.Host}:{connection.Port}/{connection.Database}",
                ["JWT_SECRET"] = Convert.ToBase64String(secret),
            };
        }
    }

    /// <summary>HMAC-SHA256, the fastest a peer can check.</summary>
    public string TokenOf(int subject) =>
        new JsonWebTokenHandler().CreateToken(
            new SecurityTokenDescriptor
            {
                Issuer = "bench",
                Audience = "bench",
                Expires = DateTime.UtcNow.AddHours(3),
                SigningCredentials = new SigningCredentials(new SymmetricSecurityKey(secret), SecurityAlgorithms.HmacSha256),
                Claims = new Dictionary<string, object> { [JwtRegisteredClaimNames.Sub] = subject.ToString() },
            }
        );

    public Task ExecuteAsync(string sql) => database.AsOwnerAsync(sql);
}

/// <summary>Questions to a database, asked by its owner.</summary>
internal static class DatabaseQuestions
{
    public static async Task AsOwnerAsync(this TestDatabase database, string sql)
    {
        await using var connection = await OpenAsync(database);
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
    }

    public static async Task<T> AskAsync<T>(this TestDatabase database, string sql)
    {
        await using var connection = await OpenAsync(database);
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        return (T)(await command.ExecuteScalarAsync())!;
    }

    private static async Task<NpgsqlConnection> OpenAsync(TestDatabase database)
    {
        var connection = new NpgsqlConnection(database.OwnerConnection);
        await connection.OpenAsync();
        return connection;
    }
}

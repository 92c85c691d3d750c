using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace ESchool.Application.Chat;

/// <summary>Registers chat.</summary>
internal static class ChatRegistration
{
    /// <summary>The key of the connections that the stream of messages uses.</summary>
    public const string Database = "chat";

    /// <summary>
    /// Batches go one after the other, so few connections are enough; and on few connections, statements stay prepared and Postgres' caches warm.
    /// </summary>
    private const int Connections = 4;

    public static IServiceCollection AddChat(this IServiceCollection services, string connectionString) =>
        services.AddKeyedSingleton(
            Database,
            (_, _) => NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { MaxPoolSize = Connections })
        );
}

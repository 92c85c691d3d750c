namespace ESchool.Demo.Props;

/// <summary>Where the school and its surroundings listen, and who its administrator is.</summary>
public sealed record SchoolAddresses(Uri Grpc, Uri Web, Uri Workers, Uri Mail, Uri S3, string AdminEmail, string AdminPassword, string AdminTotpSecret)
{
    /// <summary>Reads them from the environment that `./eschool up` writes.</summary>
    public static SchoolAddresses FromEnvironment() =>
        new(
            Address("ESCHOOL_GRPC_URL"),
            Address("ESCHOOL_WEB_URL"),
            Address("ESCHOOL_WORKERS_URL"),
            Address("ESCHOOL_MAIL_URL"),
            Address("S3__ServiceUrl"),
            Required("ESCHOOL_ADMIN_EMAIL"),
            Required("ESCHOOL_ADMIN_PASSWORD"),
            Required("ESCHOOL_ADMIN_TOTP_SECRET")
        );

    private static Uri Address(string name) => new(Required(name));

    private static string Required(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : throw new StoryException($"{name} is not set; run this by ./eschool demo.");
}

/// <summary>Something in the story did not go as it must.</summary>
public sealed class StoryException(string message) : Exception(message);

using ESchool.Tests.Support.Servers;

namespace ESchool.Tests.Support;

/// <summary>
/// The settings of one test class: its own database, its own Stripe account, its own buckets, its own part of Redis; everything else is the stack's.
/// </summary>
public static class SchoolSettings
{
    public const string StripeWebhookSecret = "whsec_of_the_tests";

    /// <summary>A Redis as a test class connects to it: hints and rates are its own.</summary>
    public static string RedisFor(TestDatabase database, string server) => $"{server},channelPrefix={database.Name}:";

    public static Dictionary<string, string?> For(TestDatabase database)
    {
        var own = database.Name.Replace('_', '-');
        return new Dictionary<string, string?>
        {
            ["ConnectionStrings:School"] = database.ApplicationConnection,
            ["ConnectionStrings:Owner"] = database.OwnerConnection,
            ["ConnectionStrings:Redis"] = RedisFor(database, TestStack.Get("ConnectionStrings__Redis")),
            ["S3:ServiceUrl"] = TestStack.Get("S3__ServiceUrl"),
            ["S3:AccessKey"] = TestStack.Get("S3__AccessKey"),
            ["S3:SecretKey"] = TestStack.Get("S3__SecretKey"),
            ["S3:Region"] = TestStack.Get("S3__Region"),
            ["S3:MediaBucket"] = $"{own}-media",
            ["S3:DocumentsBucket"] = $"{own}-documents",
            ["Smtp:Host"] = TestStack.Get("Smtp__Host"),
            ["Smtp:Port"] = TestStack.Get("Smtp__Port"),
            ["Stripe:ApiBase"] = TestStack.Get("Stripe__ApiBase"),
            ["Stripe:SecretKey"] = $"sk_test_{database.Name}",
            ["Stripe:WebhookSecret"] = StripeWebhookSecret,
            ["Google:Issuer"] = TestStack.Get("Google__Issuer"),
            ["Google:ClientId"] = TestStack.Get("Google__ClientId"),
            ["Google:ClientSecret"] = TestStack.Get("Google__ClientSecret"),
            ["Google:RedirectUris:0"] = OpenIdProvider.RedirectUri,
            ["Security:MasterKey"] = TestStack.Get("Security__MasterKey"),
            ["Identity:SigningKeyPath"] = TestStack.Get("Identity__SigningKeyPath"),
            ["Public:ReturnOrigins:0"] = "https://eschool.test",
        };
    }
}

using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ESchool.Contracts.Catalog.V1;
using ESchool.Contracts.Notifications.V1;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Web;

namespace ESchool.Api.Tests;

/// <summary>The endpoint that <c>up</c> opens beside the others: everything on one address, over TLS and HTTP/2.</summary>
public sealed class SecureEndpointTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private const int MoreThanABrowserOpensOverHttp1 = 12;

    [Fact]
    public async Task ABrowser_HoldsMoreThanSixStreams_AndStillCalls()
    {
        var folder = Directory.CreateTempSubdirectory("eschool-test-");
        var address = new UriBuilder(SchoolProcess.FreeAddress()) { Scheme = "https", Host = "localhost" }.Uri;
        var (certificate, key) = WriteCertificate(folder.FullName);
        await using var api = await SchoolProcess.StartApiAsync(
            fixture.School.Database,
            settings:
            [
                ("Kestrel__Endpoints__Secure__Url", address.ToString()),
                ("Kestrel__Endpoints__Secure__Protocols", "Http1AndHttp2"),
                ("Kestrel__Endpoints__Secure__Certificate__Path", certificate),
                ("Kestrel__Endpoints__Secure__Certificate__KeyPath", key),
            ]
        );

        // As a browser does: gRPC-Web on one connection.
        using var trusting = new SocketsHttpHandler
        {
            EnableMultipleHttp2Connections = false,
            SslOptions = { RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.Subject == "CN=localhost" },
        };
        using var channel = GrpcChannel.ForAddress(
            address,
            new GrpcChannelOptions { HttpHandler = new GrpcWebHandler(GrpcWebMode.GrpcWeb, trusting), HttpVersion = HttpVersion.Version20 }
        );
        var headers = await fixture.HeadersAsync(await fixture.School.StudentAsync());
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var watching = new List<AsyncServerStreamingCall<WatchResponse>>();
        for (var i = 0; i < MoreThanABrowserOpensOverHttp1; i++)
        {
            watching.Add(new NotificationService.NotificationServiceClient(channel).Watch(new WatchRequest(), headers, cancellationToken: patience.Token));
            await watching[^1].ResponseHeadersAsync;
        }

        await new CatalogService.CatalogServiceClient(channel).SearchCoursesAsync(new SearchCoursesRequest(), cancellationToken: patience.Token);
        watching.ForEach(call => call.Dispose());
        folder.Delete(recursive: true);
    }

    private static (string Certificate, string Key) WriteCertificate(string folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var (certificatePath, keyPath) = (Path.Combine(folder, "https.pem"), Path.Combine(folder, "https.key"));
        File.WriteAllText(certificatePath, certificate.ExportCertificatePem());
        File.WriteAllText(keyPath, key.ExportPkcs8PrivateKeyPem());
        return (certificatePath, keyPath);
    }
}

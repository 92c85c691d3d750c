using ESchool.Contracts.Media.V1;
using ESchool.Demo.Chapters;
using ESchool.Demo.Props;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Grpc.Net.Client;

namespace ESchool.EndToEnd.Tests;

public sealed class KilledWorkersTests
{
    /// <summary>The job is fetched again when its invisibility ends, a minute after the kill; the attempt after that starts anew.</summary>
    private const int PatienceSeconds = 180;

    [Fact]
    public async Task AVideo_WhoseWorkersAreKilledWhileTheyTranscode_IsReadyAfterAll()
    {
        await using var school = await RunningSchool.StartAsync();
        var addresses = new SchoolAddresses(
            school.Api.Grpc!,
            school.Api.Web,
            school.Workers.Web,
            new Uri(TestStack.Get("ESCHOOL_MAIL_URL")),
            new Uri(TestStack.Get("S3__ServiceUrl")),
            RunningSchool.AdminEmail,
            RunningSchool.AdminPassword,
            RunningSchool.AdminTotpSecret
        );
        var folder = Directory.CreateTempSubdirectory("eschool-killed-");
        try
        {
            using var channel = GrpcChannel.ForAddress(addresses.Grpc);
            using var handler = new HttpClientHandler { AllowAutoRedirect = false };
            using var http = new HttpClient(handler);
            using var told = new StringWriter();
            var cast = new Cast(addresses, new Narrator(told, isTerminal: false), channel, http, folder.FullName);
            await BecomingInstructor.PlayAsync(cast);
            var lecture = await LectureMaker.MakeAsync(folder.FullName, "Power cuts", ["One", "Two", "Three", "Four", "Five"]);
            var asset = await new PartUploader(channel, http, cast.Instructor).UploadAsync(lecture, _ => { });
            await UntilAsync(cast, asset.Name, a => a.State == Asset.Types.State.Transcoding && a.TranscodePercent > 0);
            await school.ReplaceWorkersAsync();
            var ready = await UntilAsync(cast, asset.Name, a => a.State == Asset.Types.State.Ready);
            Assert.True(ready.Attempts > 1);
            Assert.NotEmpty(ready.Renditions);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Task<Asset> UntilAsync(Cast cast, string name, Func<Asset, bool> isWanted) =>
        Wait.UntilAsync(
            $"{name} as wanted",
            async () =>
            {
                var asset = (
                    await new UploadService.UploadServiceClient(cast.Channel).GetAssetAsync(new GetAssetRequest { Name = name }, cast.Instructor.Headers)
                ).Asset;
                return isWanted(asset) ? asset : null;
            },
            PatienceSeconds
        );
}

using System.Diagnostics;
using System.Net;
using ESchool.Contracts.Chat.V1;
using ESchool.Contracts.Notifications.V1;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;

namespace ESchool.Api.Tests.Abuse;

/// <summary>Callers who call more than they may: they are refused with a wait, and nobody else is.</summary>
public sealed class FloodTests(FloodTests.StrictApi fixture) : IClassFixture<FloodTests.StrictApi>
{
    private const int Burst = 20;

    [Fact]
    public async Task AFlood_IsRefusedWithAWait_AndOtherUsersAreNot()
    {
        var headers = await fixture.HeadersAsync(await fixture.School.StudentAsync());
        var granted = await FloodAsync(fixture.Channel, headers);
        Assert.InRange(granted, Burst, Burst + 5);
        var status = await Status.OfAsync(StatusCode.ResourceExhausted, "RATE_LIMITED", () => ListAsync(fixture.Channel, headers));
        var info = status.GetDetail<Google.Rpc.ErrorInfo>()!;
        Assert.Equal(
            ("RATE_CLASS_READ", "user", "60", "20"),
            (info.Metadata["class"], info.Metadata["scope"], info.Metadata["per_minute"], info.Metadata["burst"])
        );
        Assert.InRange(status.GetDetail<Google.Rpc.RetryInfo>()!.RetryDelay.ToTimeSpan(), TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(1));
        await ListAsync(fixture.Channel, await fixture.HeadersAsync(await fixture.School.StudentAsync()));
    }

    [Fact]
    public async Task AFloodOverTwoReplicas_IsCountedTogether()
    {
        await using var second = await SchoolProcess.StartApiAsync(fixture.School.Database, settings: StrictApi.Strict);
        using var secondChannel = GrpcChannel.ForAddress(second.Grpc!);
        var headers = await fixture.HeadersAsync(await fixture.School.StudentAsync());
        var granted = await Task.WhenAll(FloodAsync(fixture.Channel, headers), FloodAsync(secondChannel, headers));
        Assert.InRange(granted.Sum(), Burst, Burst + 10);
    }

    [Fact]
    public async Task AFloodWhileRedisHangs_IsCountedByTheReplicaAlone_AndIsNotSlowedDown()
    {
        using var relay = new RedisRelay();
        await using var replica = await SchoolProcess.StartApiAsync(
            fixture.School.Database,
            settings: [.. StrictApi.Strict, ("ConnectionStrings__Redis", SchoolSettings.RedisFor(fixture.School.Database, relay.Address))]
        );
        using var channel = GrpcChannel.ForAddress(replica.Grpc!);
        await ListAsync(channel, await fixture.HeadersAsync(await fixture.School.StudentAsync()));
        relay.Block();
        var headers = await fixture.HeadersAsync(await fixture.School.StudentAsync());
        var begun = Stopwatch.StartNew();
        Assert.InRange(await FloodAsync(channel, headers), Burst, Burst + 5);
        Assert.InRange(begun.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.Single(replica.Log.Split("Redis does not answer").Skip(1));
    }

    [Fact]
    public async Task AFloodWithoutATokenOrWithForgedOnes_IsCountedByAddress()
    {
        var calls = Enumerable.Range(0, 100).Select(i => ListAsync(fixture.Channel, new Metadata { { "authorization", $"Bearer forged-{i}" } }));
        var faults = await Task.WhenAll(calls.Select(async call => (await Assert.ThrowsAsync<RpcException>(() => call)).StatusCode));
        Assert.Contains(StatusCode.ResourceExhausted, faults);
        Assert.InRange(faults.Count(fault => fault == StatusCode.Unauthenticated), 0, Burst + 5);

        // Whoever watches over the server asks as often as they like.
        var health = new Health.HealthClient(fixture.Channel);
        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => health.CheckAsync(new HealthCheckRequest()).ResponseAsync));
    }

    [Fact]
    public async Task AFloodOfCostlyCalls_IsRefusedEarlier_AndReadsGoOn()
    {
        var headers = await fixture.HeadersAsync(await fixture.School.StudentAsync());
        var certificates = new Contracts.Certificates.V1.CertificateService.CertificateServiceClient(fixture.Channel);
        var request = new Contracts.Certificates.V1.CreateCertificateDownloadRequest { Name = $"certificates/{Guid.NewGuid()}" };
        for (var i = 0; i < 3; i++)
        {
            await Status.OfAsync(
                StatusCode.NotFound,
                "CERTIFICATE_NOT_FOUND",
                () => certificates.CreateCertificateDownloadAsync(request, headers).ResponseAsync
            );
        }

        await Status.OfAsync(StatusCode.ResourceExhausted, "RATE_LIMITED", () => certificates.CreateCertificateDownloadAsync(request, headers).ResponseAsync);
        await ListAsync(fixture.Channel, headers);
    }

    [Fact]
    public async Task AFloodOfPages_IsRefused()
    {
        using var http = new HttpClient { BaseAddress = fixture.Api.Web };
        var answers = new List<HttpResponseMessage>();
        for (var i = 0; i < Burst + 10; i++)
        {
            answers.Add(await http.GetAsync("/verify/ES-0000-0000-0000"));
        }

        var refused = answers.First(answer => answer.StatusCode == HttpStatusCode.TooManyRequests);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));
        answers.ForEach(answer => answer.Dispose());
    }

    [Fact]
    public async Task AFloodOnAStream_IsRefusedMessageByMessage_AndTheStreamGoesOn()
    {
        var (student, _, conversation) = await fixture.TalkingAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var call = new ChatService.ChatServiceClient(fixture.Channel).Connect(await fixture.HeadersAsync(student), cancellationToken: patience.Token);
        await call.RequestStream.WriteAsync(new ConnectRequest { Join = new ConnectRequest.Types.Join { Conversation = $"conversations/{conversation}" } });
        for (var i = 0; i < Burst + 20; i++)
        {
            await call.RequestStream.WriteAsync(
                new ConnectRequest
                {
                    Send = new ConnectRequest.Types.Send { ClientMessageId = Guid.NewGuid().ToString(), Text = $"Message {i}" },
                }
            );
        }

        var (stored, refused) = (0, 0);
        while (stored + refused < Burst + 20)
        {
            Assert.True(await call.ResponseStream.MoveNext(patience.Token));
            stored += call.ResponseStream.Current.Ack is null ? 0 : 1;
            refused += call.ResponseStream.Current.Refused?.Reason == "RATE_LIMITED" ? 1 : 0;
        }

        Assert.InRange(stored, Burst, Burst + 5);
    }

    [Fact]
    public async Task HoardedStreams_AreRefused_UntilOneIsClosed()
    {
        var (student, instructor, conversation) = await fixture.TalkingAsync();
        var headers = await fixture.HeadersAsync(student);
        var open = new List<IDisposable>();
        for (var i = 0; i < 3; i++)
        {
            open.Add(await JoinAsync(headers, conversation));
        }

        await Status.OfAsync(StatusCode.ResourceExhausted, "RATE_LIMITED", () => JoinAsync(headers, conversation));
        open.Add(await JoinAsync(await fixture.HeadersAsync(instructor), conversation));
        open[0].Dispose();
        open.Add(
            await Wait.UntilAsync(
                "A stream is free again",
                async () =>
                {
                    try
                    {
                        return await JoinAsync(headers, conversation);
                    }
                    catch (RpcException refused) when (refused.StatusCode == StatusCode.ResourceExhausted)
                    {
                        return null;
                    }
                }
            )
        );
        open.ForEach(stream => stream.Dispose());
    }

    private static Task ListAsync(GrpcChannel channel, Metadata headers) =>
        new NotificationService.NotificationServiceClient(channel).ListNotificationsAsync(new ListNotificationsRequest(), headers).ResponseAsync;

    /// <summary>Calls a hundred times at once.</summary>
    /// <returns>How many were answered.</returns>
    private static async Task<int> FloodAsync(GrpcChannel channel, Metadata headers)
    {
        var answered = await Task.WhenAll(
            Enumerable
                .Range(0, 100)
                .Select(async _ =>
                {
                    try
                    {
                        await ListAsync(channel, headers);
                        return 1;
                    }
                    catch (RpcException refused) when (refused.StatusCode == StatusCode.ResourceExhausted)
                    {
                        return 0;
                    }
                })
        );
        return answered.Sum();
    }

    /// <summary>Opens a stream, and waits until it is joined.</summary>
    private async Task<IDisposable> JoinAsync(Metadata headers, Guid conversation)
    {
        var call = new ChatService.ChatServiceClient(fixture.Channel).Connect(headers);
        try
        {
            await call.RequestStream.WriteAsync(new ConnectRequest { Join = new ConnectRequest.Types.Join { Conversation = $"conversations/{conversation}" } });
            Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
            return call;
        }
        catch
        {
            call.Dispose();
            throw;
        }
    }

    public sealed class StrictApi : ApiFixture
    {
        public static (string Key, string Value)[] Strict =>
            [
                .. from rate in new[] { ("Read", 60, Burst), ("Write", 60, Burst), ("Costly", 1, 3), ("Stream", 600, 100) }
                from setting in new[] { ("PerMinute", rate.Item2), ("Burst", rate.Item3) }
                select ($"Calls__RateLimits__{rate.Item1}__{setting.Item1}", setting.Item2.ToString()),
                ("Calls__MaximumStreamsPerCaller", "3"),
            ];

        protected override (string Key, string Value)[] Settings => Strict;
    }
}

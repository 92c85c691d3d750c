using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using ESchool.Application.Certificates.Rendering;
using ESchool.Bench.Harness;
using ESchool.Bench.Harness.Peers;
using ESchool.Domain.Certificates;
using ESchool.Tests.Support;

namespace ESchool.Bench.Measures.Certificates;

/// <summary>
/// Certificates drawn on both cores, each of another person: embedded fonts, vectors, a QR code. The product's renderer runs in this process.
/// </summary>
internal sealed class CertificateMeasure : IMeasure
{
    private static readonly DateTimeOffset CompletedAt = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);

    public string Name => "certificate";

    public async Task RunAsync(BenchOptions options, Findings findings, CancellationToken cancellationToken)
    {
        using var renderer = new SkiaCertificateRenderer();
        await using var peer = await Peer.StartAsync(
            "certificate.mjs",
            new Dictionary<string, string> { ["FONTS"] = Path.Combine(TestStack.Root, "src", "Application", "Typesetting", "Fonts") },
            cancellationToken
        );
        using var http = new HttpClient { Timeout = TimeSpan.FromMinutes(2) };
        var (number, bytes, theirBytes) = (0, 0, 0);

        var rounds = await Rounds.RunAsync(
            options,
            [
                new Contender(
                    "E-School",
                    (time, token) =>
                        Load.MeasureAsync(
                            Environment.ProcessorCount,
                            () =>
                            {
                                var pdf = Draw(renderer, Interlocked.Increment(ref number));
                                Findings.Require(pdf.AsSpan().StartsWith("%PDF-"u8), "That is no PDF.");
                                bytes = pdf.Length;
                                return Task.FromResult(1);
                            },
                            time,
                            token
                        )
                ),
                new Contender(
                    "PDFKit",
                    async (time, token) =>
                    {
                        var watch = Stopwatch.StartNew();
                        var cpu = ProcessCpu.Of(peer.Id);
                        using var answer = JsonDocument.Parse(await http.GetStringAsync(new Uri(peer.Address, $"draw?ms={time.TotalMilliseconds:0}"), token));
                        var drawn = answer.RootElement.GetProperty("drawn").GetInt64();
                        theirBytes = answer.RootElement.GetProperty("bytes").GetInt32();
                        return new Sample(drawn, drawn / watch.Elapsed.TotalSeconds, CpuMicroseconds: (ProcessCpu.Of(peer.Id) - cpu).TotalMicroseconds / drawn);
                    }
                ),
            ],
            cancellationToken
        );
        findings.Add(rounds);
        Findings.Require(SHA256.HashData(Draw(renderer, 1)).AsSpan().SequenceEqual(SHA256.HashData(Draw(renderer, 1))), "The same certificate has two files.");
        findings.Report("bytes of a certificate", bytes);
        findings.Report("bytes of a certificate, PDFKit", theirBytes);
        findings.AtLeast("documents a second, to PDFKit", rounds.Ratio("E-School", "PDFKit", s => s.PerSecond), 10);
        findings.AtMost("kilobytes of a certificate", Spread.Of([bytes / 1_000.0]), 100);
    }

    private static byte[] Draw(SkiaCertificateRenderer renderer, int number)
    {
        var serial = CertificateSerial.Of(new Guid(number, 7, 4, [8, 9, 10, 11, 12, 13, 14, 15])).ToString();
        var facts = new CertificateFacts($"Ada Lovelace {number}", "Compilers in an Afternoon", 3, "Grace Hopper", 450, CompletedAt);
        return renderer.Render(facts, serial, new Uri($"https://eschool.test/verify/{serial}"));
    }
}

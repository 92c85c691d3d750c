using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace ESchool.Tests.Support.Servers;

/// <summary>A program of the school, started as operators start it: a process of its own with settings from the environment.</summary>
public sealed class SchoolProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly List<string> log = [];
    private bool disposed;

    private SchoolProcess(Process process, Uri web, Uri? grpc)
    {
        this.process = process;
        Web = web;
        Grpc = grpc;
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public Uri Web { get; }

    public Uri? Grpc { get; }

    public int Id => process.Id;

    /// <summary>What it logged so far.</summary>
    public string Log
    {
        get
        {
            lock (log)
            {
                return string.Join('\n', log);
            }
        }
    }

    public static Task<SchoolProcess> StartApiAsync(TestDatabase database, Uri? web = null, params (string Key, string Value)[] settings) =>
        StartAsync("ESchool.Api", database, web ?? FreeAddress(), FreeAddress(), settings);

    public static Task<SchoolProcess> StartWorkersAsync(TestDatabase database, params (string Key, string Value)[] settings) =>
        StartAsync("ESchool.Workers", database, FreeAddress(), grpc: null, settings);

    /// <summary>Runs an operator's verb of Workers to its end.</summary>
    public static async Task RunVerbAsync(TestDatabase database, string verb, params (string Key, string Value)[] settings)
    {
        var end = await TryVerbAsync(database, [verb], settings);
        if (end.ExitCode != 0)
        {
            throw new InvalidOperationException($"{verb} failed: {end.Output}{end.Error}");
        }
    }

    /// <summary>Runs Workers with arguments that end it, and says how it ended.</summary>
    public static async Task<VerbEnd> TryVerbAsync(TestDatabase database, string[] arguments, params (string Key, string Value)[] settings)
    {
        using var run = Process.Start(StartInfo("ESchool.Workers", database, FreeAddress(), grpc: null, settings, arguments))!;
        var (output, error) = (run.StandardOutput.ReadToEndAsync(), run.StandardError.ReadToEndAsync());
        await Task.WhenAll(output, error);
        await run.WaitForExitAsync();
        return new VerbEnd(run.ExitCode, await output, await error);
    }

    public static Uri FreeAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
    }

    /// <summary>Ends it as a power cut would.</summary>
    public void Kill()
    {
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
    }

    public async ValueTask DisposeAsync()
    {
        if (disposed)
        {
            return;
        }

        disposed = true;
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        await process.WaitForExitAsync();
        process.Dispose();
    }

    private static async Task<SchoolProcess> StartAsync(string program, TestDatabase database, Uri web, Uri? grpc, (string Key, string Value)[] settings)
    {
        var started = new SchoolProcess(Process.Start(StartInfo(program, database, web, grpc, settings))!, web, grpc);
        try
        {
            using var http = new HttpClient();
            await Wait.UntilAsync(
                $"{program} ready",
                async () => started.process.HasExited ? throw new InvalidOperationException("it ended") : await IsReadyAsync(http, web)
            );
            return started;
        }
        catch (Exception fault) when (fault is TimeoutException or InvalidOperationException)
        {
            var said = started.Log;
            await started.DisposeAsync();
            throw new InvalidOperationException($"{program} did not start: {said}", fault);
        }
    }

    private static ProcessStartInfo StartInfo(
        string program,
        TestDatabase database,
        Uri web,
        Uri? grpc,
        (string Key, string Value)[] settings,
        string[]? arguments = null
    )
    {
        var configuration = AppContext.BaseDirectory.Contains("/debug/", StringComparison.Ordinal) ? "debug" : "release";

        // The bench measures the programs as they are published.
        var folder = Environment.GetEnvironmentVariable("ESCHOOL_PROGRAMS") ?? Path.Combine(TestStack.Root, "artifacts", "bin");
        var dll = Path.Combine(folder, program, configuration, $"{program}.dll");
        var info = new ProcessStartInfo("dotnet", [dll, .. arguments ?? []])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = TestStack.Root,
        };
        foreach (var (key, value) in SchoolSettings.For(database))
        {
            info.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        info.Environment["Kestrel__Endpoints__Web__Url"] = web.ToString();
        info.Environment["Public__ApiUrl"] = web.ToString();
        if (grpc is not null)
        {
            info.Environment["Kestrel__Endpoints__Grpc__Url"] = grpc.ToString();
        }

        foreach (var (key, value) in settings)
        {
            info.Environment[key] = value;
        }

        return info;
    }

    private static async Task<bool> IsReadyAsync(HttpClient http, Uri web)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(web, "readyz"));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is { } text)
        {
            lock (log)
            {
                log.Add(text);
            }
        }
    }
}

/// <summary>How a verb of an operator ended.</summary>
/// <param name="ExitCode">0 for well.</param>
/// <param name="Output">What it wrote.</param>
/// <param name="Error">What it wrote to the error stream.</param>
public sealed record VerbEnd(int ExitCode, string Output, string Error);

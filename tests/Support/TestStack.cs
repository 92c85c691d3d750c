using System.Diagnostics;

namespace ESchool.Tests.Support;

/// <summary>
/// The real servers the tests run on: those `./eschool test` has started and put into the environment, or, when tests are started from an
/// IDE, a throwaway stack of this process that is stopped with it.
/// </summary>
public static class TestStack
{
    private static readonly Lazy<IReadOnlyDictionary<string, string>> Settings = new(Find);

    /// <summary>The root of the repository.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>A setting of the stack, by its name in stack.env.</summary>
    public static string Get(string name) => Settings.Value[name];

    private static IReadOnlyDictionary<string, string> Find()
    {
        if (Environment.GetEnvironmentVariable("ConnectionStrings__Owner") is { Length: > 0 })
        {
            return Environment
                .GetEnvironmentVariables()
                .Cast<System.Collections.DictionaryEntry>()
                .ToDictionary(e => (string)e.Key, e => (string?)e.Value ?? "");
        }

        var directory = Path.Combine(Root, ".local", $"test-{Environment.ProcessId}");
        Run("dev/stack/install.sh", "test");
        Run("dev/stack/stack.sh", "up", "--dir", directory, "--throwaway");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Run("dev/stack/stack.sh", "down", "--dir", directory, "--delete");
        return ReadEnvironment(Path.Combine(directory, "stack.env"));
    }

    private static void Run(string script, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("bash", [script, .. arguments]) { WorkingDirectory = Root })!;
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{script} {string.Join(' ', arguments)} failed; it said why above.");
        }
    }

    private static Dictionary<string, string> ReadEnvironment(string path) =>
        File.ReadLines(path)
            .Where(line => line.StartsWith("export ", StringComparison.Ordinal))
            .Select(line => line["export ".Length..].Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[1].Trim('\''));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ESchool.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside of the repository.");
        }

        return folder.FullName;
    }
}

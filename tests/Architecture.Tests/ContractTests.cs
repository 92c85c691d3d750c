using System.Reflection;
using System.Text.RegularExpressions;
using ESchool.Api.Calls;
using ESchool.Contracts.Options.V1;
using Google.Protobuf.Reflection;

namespace ESchool.Architecture.Tests;

/// <summary>The contract and the program agree.</summary>
public sealed partial class ContractTests
{
    private static readonly IReadOnlyList<ServiceDescriptor> AllServices =
    [
        .. typeof(Contracts.Identity.V1.IdentityService)
            .Assembly.GetTypes()
            .Select(t => t.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static))
            .Where(p => p?.PropertyType == typeof(ServiceDescriptor))
            .Select(p => (ServiceDescriptor)p!.GetValue(null)!),
    ];

    [Fact]
    public void EveryRpc_DeclaresItsAccess()
    {
        var undeclared = AllServices
            .SelectMany(s => s.Methods)
            .Where(m => (m.GetOptions()?.GetExtension(OptionsExtensions.Access) ?? Access.Unspecified) == Access.Unspecified);
        Assert.Empty(undeclared.Select(m => m.FullName));
    }

    [Fact]
    public void EveryService_IsServed() =>
        Assert.Equal(AllServices.Select(s => s.FullName).Order(), ContractServices.Descriptors.Select(s => s.FullName).Order());

    /// <summary>
    /// Whoever knows a service finds its file: <c>eschool.payments.v1.OrderService</c> is <c>payments/v1/order_service.proto</c>, served from
    /// <c>src/Api/Payments</c>.
    /// </summary>
    [Fact]
    public void EveryService_HasAFileOfItsOwn_AndItsFeatureAFolderOfApi()
    {
        Assert.All(
            AllServices,
            service =>
            {
                Assert.Single(service.File.Services);
                Assert.Equal($"{service.File.Package.Replace('.', '/')}/{Snake(service.Name)}.proto", service.File.Name);
            }
        );
        var features = AllServices.Select(service => service.File.Package.Split('.')[1].Replace("_", "", StringComparison.Ordinal)).Distinct();
        var folders = new DirectoryInfo(Path.Combine(Repository.Root, "src/Api")).EnumerateDirectories().Select(folder => folder.Name.ToLowerInvariant());
        Assert.Empty(features.Except(folders));
    }

    [Fact]
    public void AFeaturesContract_ImportsNothingOfAnotherFeature()
    {
        string[] everybodys = ["google/", "eschool/errors/v1/", "eschool/options/v1/", "eschool/roles/v1/", "eschool/streams/v1/"];

        // The feed tells what happens in every feature.
        var foreign = AllServices
            .Select(service => service.File)
            .Where(file => file.Package != "eschool.notifications.v1")
            .SelectMany(file =>
                file.Dependencies.Where(import =>
                        import.Package != file.Package && !everybodys.Any(start => import.Name.StartsWith(start, StringComparison.Ordinal))
                    )
                    .Select(import => $"{file.Name} imports {import.Name}")
            );
        Assert.Empty(foreign);
    }

    [Fact]
    public void EveryRpc_HasItsOwnRequestAndResponse()
    {
        foreach (var method in AllServices.SelectMany(s => s.Methods))
        {
            Assert.Equal($"{method.Name}Request", method.InputType.Name);
            Assert.Equal($"{method.Name}Response", method.OutputType.Name);
        }
    }

    /// <summary>Words that name secrets must be marked, so that they stay out of logs.</summary>
    [Fact]
    public void EverySecretField_IsMarkedSensitive()
    {
        string[] secretWords = ["password", "access_token", "refresh_token", "checkout_url", "master_playlist_url"];
        var unmarked = AllServices
            .Select(s => s.File)
            .Distinct()
            .SelectMany(f => f.MessageTypes)
            .SelectMany(m => m.Fields.InDeclarationOrder())
            .Where(f => f.FieldType == FieldType.String && secretWords.Contains(f.Name) && f.GetOptions()?.GetExtension(OptionsExtensions.Sensitive) != true);
        Assert.Empty(unmarked.Select(f => f.FullName));
    }

    /// <summary>The errors of an rpc are a list in its comment: the status, the reason, and when.</summary>
    [Fact]
    public void EveryErrorOfAnRpc_IsALineOfItsOwn_WithAReasonOfTheContract()
    {
        var reasons = Enum.GetNames<Contracts.Errors.V1.ErrorReason>().ToHashSet(StringComparer.OrdinalIgnoreCase);
        var wrong = new List<string>();
        foreach (var file in AllServices.Select(service => service.File.Name).Distinct())
        {
            var inList = false;
            foreach (var line in File.ReadLines(Path.Combine(Repository.Root, "protos", file)).Select(text => text.Trim()))
            {
                if (line.StartsWith("// Errors:", StringComparison.Ordinal))
                {
                    inList = line == "// Errors:";
                    wrong.AddRange(inList ? [] : [$"{file}: {line}"]);
                }
                else if (inList && ErrorLine().Match(line) is { Success: true } error)
                {
                    wrong.AddRange(
                        error.Groups["reason"].Length == 0 || reasons.Contains(error.Groups["reason"].Value.Replace("_", "", StringComparison.Ordinal))
                            ? []
                            : [$"{file}: {line}"]
                    );
                }
                else if (inList && !line.StartsWith("//   ", StringComparison.Ordinal))
                {
                    wrong.AddRange(line.StartsWith("//", StringComparison.Ordinal) ? [$"{file}: {line}"] : []);
                    inList = false;
                }
            }
        }

        Assert.Empty(wrong);
    }

    [GeneratedRegex(@"^// - [A-Z_]+(/(?<reason>[A-Z_]+))?: ", RegexOptions.ExplicitCapture)]
    private static partial Regex ErrorLine();

    private static string Snake(string name) =>
        string.Concat(name.Select((letter, place) => char.IsUpper(letter) && place > 0 ? $"_{letter}" : $"{letter}")).ToLowerInvariant();
}

using System.Reflection;
using System.Xml.Linq;
using NetArchTest.Rules;

namespace ESchool.Architecture.Tests;

/// <summary>The arrows of docs/architecture.md: who may know whom.</summary>
public sealed class LayerTests
{
    private static readonly Dictionary<string, string[]> AllowedReferences = new()
    {
        ["protos/ESchool.Contracts.csproj"] = [],
        ["src/Domain/ESchool.Domain.csproj"] = [],
        ["src/Data/ESchool.Data.csproj"] = ["ESchool.Domain"],
        ["src/Application/ESchool.Application.csproj"] = ["ESchool.Data"],
        ["src/Api/ESchool.Api.csproj"] = ["ESchool.Contracts", "ESchool.Application"],
        ["src/Workers/ESchool.Workers.csproj"] = ["ESchool.Application"],
    };

    private static readonly string[] BannedFolders = ["Common", "Shared", "Core", "Utils", "Helpers", "Misc"];

    [Fact]
    public void EveryProject_ReferencesExactlyWhatItMay()
    {
        foreach (var (project, allowed) in AllowedReferences)
        {
            var references = XDocument
                .Load(Path.Combine(Repository.Root, project))
                .Descendants("ProjectReference")
                .Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value));
            Assert.Equal(allowed.Order(), references.Order());
        }
    }

    [Fact]
    public void TheDomain_UsesNothingButTheBaseClassLibrary()
    {
        Assert.Empty(XDocument.Load(Path.Combine(Repository.Root, "src/Domain/ESchool.Domain.csproj")).Descendants("PackageReference"));
        var used = typeof(Domain.Money).Assembly.GetReferencedAssemblies().Select(a => a.Name!);
        Assert.All(used, name => Assert.StartsWith("System.", name, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ESchool.Application", "Grpc")]
    [InlineData("ESchool.Application", "Hangfire")]
    [InlineData("ESchool.Application", "Google.Protobuf")]
    [InlineData("ESchool.Data", "Grpc")]
    [InlineData("ESchool.Data", "Stripe")]
    [InlineData("ESchool.Data", "Amazon")]
    [InlineData("ESchool.Api", "Hangfire")]
    [InlineData("ESchool.Workers", "Grpc")]
    public void ALayer_KnowsNothingOfWhatIsNotItsOwn(string assembly, string banned)
    {
        var result = Types.InAssembly(Assembly.Load(assembly)).ShouldNot().HaveDependencyOn(banned).GetResult();
        Assert.True(result.IsSuccessful, string.Join(", ", result.FailingTypeNames ?? []));
    }

    [Fact]
    public void NoFolder_IsADrawerForEverything()
    {
        string[] roots = ["protos", "src", "tests", "dev", "demo", "bench"];
        var folders = roots
            .Select(root => new DirectoryInfo(Path.Combine(Repository.Root, root)))
            .Where(d => d.Exists)
            .SelectMany(root => root.EnumerateDirectories("*", SearchOption.AllDirectories))
            .Where(d => !d.FullName.Contains("node_modules", StringComparison.Ordinal));
        Assert.Empty(folders.Where(d => BannedFolders.Contains(d.Name, StringComparer.OrdinalIgnoreCase)).Select(d => d.FullName));
    }

    /// <summary>A folder is a subject; with more files it has become two.</summary>
    [Fact]
    public void NoFolder_HoldsMoreThanFifteenClasses()
    {
        string[] roots = ["src", "tests", "demo", "bench"];
        var crowded = roots
            .SelectMany(root => new DirectoryInfo(Path.Combine(Repository.Root, root)).EnumerateFiles("*.cs", SearchOption.AllDirectories))
            .GroupBy(file => Path.GetRelativePath(Repository.Root, file.DirectoryName!))
            .Where(folder => folder.Count() > 15);
        Assert.Empty(crowded.Select(folder => $"{folder.Key}: {folder.Count()}"));
    }

    /// <summary>A verb a class: what else is needed of it by others of the layer is internal.</summary>
    [Fact]
    public void EveryUseCase_IsASealedClass_WhoseOnePublicVerbIsExecute()
    {
        var useCases = typeof(Application.SchoolRegistration)
            .Assembly.GetExportedTypes()
            .Where(t => t.GetMethods().Any(m => m.Name == "ExecuteAsync"))
            .ToList();
        Assert.NotEmpty(useCases);
        Assert.All(useCases, type => Assert.True(type.IsSealed, $"{type.Name} is not sealed."));
        Assert.Empty(useCases.SelectMany(type => VerbsOf(type).Where(verb => verb.Name != "ExecuteAsync").Select(verb => $"{type.Name}.{verb.Name}")));
        Assert.All(useCases, type => Assert.Single(VerbsOf(type)));
    }

    /// <summary>A service of the Api asks for a use case where it calls it; in its constructor are the Api's own tools.</summary>
    [Fact]
    public void AServiceOfTheApi_HasNoUseCaseInItsConstructor()
    {
        var services = typeof(Api.Calls.CallOptions).Assembly.GetTypes().Where(t => t.Name.EndsWith("GrpcService", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(services);
        var taken = services.SelectMany(s =>
            s.GetConstructors()
                .SelectMany(c => c.GetParameters())
                .Where(p => p.ParameterType.GetMethod("ExecuteAsync") is not null)
                .Select(p => $"{s.Name}: {p.ParameterType.Name}")
        );
        Assert.Empty(taken);
    }

    private static IEnumerable<MethodInfo> VerbsOf(Type type) =>
        type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(m =>
                m.ReturnType.IsAssignableTo(typeof(Task))
                || (m.ReturnType.IsGenericType && m.ReturnType.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>))
            );
}

internal static class Repository
{
    public static string Root { get; } = FindRoot();

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

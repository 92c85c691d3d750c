using NetArchTest.Rules;

namespace ESchool.Architecture.Tests;

/// <summary>The allowed edges between features (docs/architecture.md). A feature calls another's use cases only along them.</summary>
public sealed class FeatureEdgeTests
{
    private const string Root = "ESchool.Application";

    private static readonly Dictionary<string, string[]> AllowedEdges = new()
    {
        ["Identity"] = [],
        ["Instructors"] = [],
        ["Catalog"] = ["Media"],
        ["Media"] = [],
        ["Learning"] = ["Catalog", "Media"],
        ["Certificates"] = ["Learning"],
        ["Payments"] = ["Catalog", "Instructors", "Learning", "Ledger", "Payouts"],
        ["Ledger"] = [],
        ["Payouts"] = ["Instructors", "Ledger"],
        ["Chat"] = ["Learning"],
        ["Notifications"] = ["Payments"],
        ["Administration"] = ["Catalog", "Certificates", "Chat", "Instructors", "Learning", "Ledger", "Media", "Notifications", "Payments", "Payouts"],
    };

    public static TheoryData<string> Features => [.. AllowedEdges.Keys];

    [Theory]
    [MemberData(nameof(Features))]
    public void AFeature_CallsOthersOnlyAlongTheAllowedEdges(string feature)
    {
        // Everything may use Identity.
        var banned = AllowedEdges.Keys.Except([feature, "Identity", .. AllowedEdges[feature]]).Select(other => $"{Root}.{other}").ToArray();
        var result = Types.InAssembly(typeof(Application.SchoolRegistration).Assembly).That().ResideInNamespace($"{Root}.{feature}").ShouldNot().HaveDependencyOnAny(banned).GetResult();
        Assert.True(result.IsSuccessful, string.Join(", ", result.FailingTypeNames ?? []));
    }

    [Fact]
    public void EveryFeatureFolder_IsInTheList()
    {
        string[] noFeatures = ["RateLimits", "Typesetting", "Work"];
        var folders = new DirectoryInfo(Path.Combine(Repository.Root, "src/Application")).EnumerateDirectories().Select(d => d.Name).Except([.. noFeatures, "bin", "obj"]);
        Assert.Equal(AllowedEdges.Keys.Order(), folders.Order());
    }
}

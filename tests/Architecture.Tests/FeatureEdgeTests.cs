using ESchool.Architecture.Tests.Documents;
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
        ["Ledger"] = [],
        ["Payments"] = ["Catalog", "Learning", "Ledger"],
        ["Memberships"] = ["Catalog", "Learning", "Ledger", "Payments"],
        ["Payouts"] = ["Instructors", "Ledger"],
        ["StripeEvents"] = ["Instructors", "Memberships", "Payments", "Payouts"],
        ["Chat"] = ["Learning"],
        ["Notifications"] = ["Payments"],
        ["Administration"] =
        [
            "Catalog",
            "Certificates",
            "Chat",
            "Instructors",
            "Learning",
            "Ledger",
            "Media",
            "Memberships",
            "Notifications",
            "Payments",
            "Payouts",
            "StripeEvents",
        ],
    };

    /// <summary>What every feature may use, and what knows none of them.</summary>
    private static readonly string[] Leaves = ["Days", "RateLimits", "Settings", "Storage", "Stripe", "Typesetting", "Work"];

    public static TheoryData<string> Features => [.. AllowedEdges.Keys];

    public static TheoryData<string> LeafNames => [.. Leaves];

    [Theory]
    [MemberData(nameof(Features))]
    public void AFeature_CallsOthersOnlyAlongTheAllowedEdges(string feature)
    {
        // Everything may use Identity.
        RequireIndependent(In(feature), AllowedEdges.Keys.Except([feature, "Identity", .. AllowedEdges[feature]]));
    }

    [Theory]
    [MemberData(nameof(LeafNames))]
    public void ALeaf_KnowsNoFeature(string leaf) => RequireIndependent(In(leaf), AllowedEdges.Keys);

    /// <summary>At the root of the project lies what every feature uses; it knows none but Identity. Only what puts the school together knows all.</summary>
    [Fact]
    public void TheRoot_KnowsNoFeature() =>
        RequireIndependent(
            Types
                .InAssembly(typeof(Application.SchoolRegistration).Assembly)
                .That()
                .ResideInNamespaceMatching($@"^ESchool\.Application$")
                .And()
                .DoNotHaveName(nameof(Application.SchoolRegistration)),
            AllowedEdges.Keys.Except(["Identity"])
        );

    [Fact]
    public void TheDocument_HasTheSameEdges()
    {
        var documented =
            from row in Document.Read("docs/architecture.md").Table("| feature | may use |")
            from feature in row[0].Split(", ")
            let used = row[1].Split(':')[0]
            select $"{feature}: {(used == "–" ? "" : used == "all" ? string.Join(", ", AllowedEdges.Keys.Except(["Identity", feature]).Order()) : used)}";
        Assert.Equal(AllowedEdges.Select(edges => $"{edges.Key}: {string.Join(", ", edges.Value)}").Order(), documented.Order());
    }

    [Fact]
    public void EveryFolder_IsAFeatureOrALeaf()
    {
        var folders = new DirectoryInfo(Path.Combine(Repository.Root, "src/Application")).EnumerateDirectories().Select(d => d.Name).Except(["bin", "obj"]);
        Assert.Equal(AllowedEdges.Keys.Concat(Leaves).Order(), folders.Order());
    }

    private static PredicateList In(string folder) =>
        Types.InAssembly(typeof(Application.SchoolRegistration).Assembly).That().ResideInNamespaceMatching($@"^ESchool\.Application\.{folder}(\.|$)");

    private static void RequireIndependent(PredicateList types, IEnumerable<string> banned)
    {
        var result = types.ShouldNot().HaveDependencyOnAny([.. banned.Select(feature => $"{Root}.{feature}")]).GetResult();
        Assert.True(result.IsSuccessful, string.Join(", ", result.FailingTypeNames ?? []));
    }
}

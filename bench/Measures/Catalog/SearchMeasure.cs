using ESchool.Bench.Harness;
using ESchool.Bench.Harness.Peers;
using ESchool.Contracts.Catalog.V1;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Grpc.Net.Client;

namespace ESchool.Bench.Measures.Catalog;

/// <summary>
/// How searches grow with the catalogue: a rare word, a common one, one with facets, a misspelt one, what is half typed, and a page far down the list; each
/// beside ranking every hit.
/// </summary>
internal sealed class SearchMeasure : IMeasure
{
    private const string RankAll = $"""
        SELECT l.version_id, ts_rank(l.search, catalog.search_query('en', '{Catalogue.CommonWord}')) AS rank
        FROM catalog.listings l WHERE l.search @@ catalog.search_query('en', '{Catalogue.CommonWord}') ORDER BY rank DESC, l.version_id DESC LIMIT 21;
        """;

    /// <summary>The rare word with two letters the other way round: it is looked for, put right, and looked for again.</summary>
    private const string MisspeltWord = "raremrak";

    /// <summary>Also begins the rare word, and no other.</summary>
    private const string HalfTypedWord = "rarem";

    public string Name => "search";

    public async Task RunAsync(BenchOptions options, Findings findings, CancellationToken cancellationToken)
    {
        int[] sizes = options.Quick ? [1_000, 10_000] : [1_000, 100_000, 1_000_000];
        var found = new Dictionary<int, Rounds>();
        foreach (var size in sizes)
        {
            Console.Error.WriteLine($"    {size:N0} courses");
            found[size] = await AtSizeAsync(options, findings, size, cancellationToken);
        }

        var (least, most) = (found[sizes[0]], found[sizes[^1]]);
        findings.AtMost($"rare word, {sizes[^1]:N0} courses to {sizes[0]:N0}", Growth("rare word"), 5);
        findings.AtMost($"misspelt word, {sizes[^1]:N0} courses to {sizes[0]:N0}", Growth("misspelt word"), 5);
        findings.AtMost($"half-typed word, {sizes[^1]:N0} courses to {sizes[0]:N0}", Growth("half-typed word"), 5);
        findings.AtMost($"common word, {sizes[^1]:N0} courses to {sizes[0]:N0}", Growth("common word"), 20);
        findings.AtLeast($"common word at {sizes[^1]:N0}, faster than ranking all", most.Ratio("ranking all", "common word", s => s.P50), 10);
        findings.AtMost($"page at 90 % depth, to the first page at {sizes[^1]:N0}", most.Ratio("page at 90 %", "first page", s => s.P50), 1.5);

        Spread Growth(string what) => Spread.Of(most.Samples[what].Zip(least.Samples[what], (large, small) => large.P50 / small.P50));
    }

    private static async Task<Rounds> AtSizeAsync(BenchOptions options, Findings findings, int size, CancellationToken cancellationToken)
    {
        await using var database = await TestDatabase.CreateAsync();
        await Catalogue.FillAsync(database, size, lessonsEach: 1);
        await using var api = await SchoolProcess.StartApiAsync(
            database,
            settings: [("Calls__RateLimits__Enabled", "false"), ("Calls__PublicPageLifetime", "00:00:00")]
        );
        var (shallow, deep) = await TokensAsync(api, size, cancellationToken);
        Findings.Require(await CountAsync(api, Catalogue.RareWord, cancellationToken) == 10, "The rare word is not found ten times.");
        var rounds = await Rounds.RunAsync(
            options,
            [
                new Contender("rare word", (time, token) => SearchAsync(Catalogue.RareWord, "-", time, token)),
                new Contender("common word", (time, token) => SearchAsync(Catalogue.CommonWord, "-", time, token)),
                new Contender("common word with facets", (time, token) => SearchAsync(Catalogue.CommonWord, "-", time, token, "facets")),
                new Contender("misspelt word", (time, token) => SearchAsync(MisspeltWord, "-", time, token)),
                new Contender(
                    "half-typed word",
                    (time, token) => Wrk.MeasureAsync("suggest.lua", api.Web, connections: 2, time, [api.Id], token, HalfTypedWord)
                ),
                new Contender("first page", (time, token) => SearchAsync("-", shallow, time, token)),
                new Contender("page at 90 %", (time, token) => SearchAsync("-", deep, time, token)),
                new Contender("ranking all", (time, token) => Pgbench.MeasureAsync(database, RankAll, clients: 1, time, token)),
            ],
            cancellationToken
        );
        findings.Add(rounds, $"{size:N0} courses: ");
        return rounds;

        Task<Sample> SearchAsync(string words, string pageToken, TimeSpan time, CancellationToken token, string facets = "-") =>
            Wrk.MeasureAsync("search.lua", api.Web, connections: 2, time, [api.Id], token, words, pageToken, facets);
    }

    /// <summary>The token of the second page, and one of a page behind nine tenths of all: found by walking there.</summary>
    private static async Task<(string Shallow, string Deep)> TokensAsync(SchoolProcess api, int size, CancellationToken cancellationToken)
    {
        using var channel = GrpcChannel.ForAddress(api.Grpc!);
        var client = new CatalogService.CatalogServiceClient(channel);
        var (shallow, token) = ("", "");
        for (var seen = 0; seen < size * 0.9; )
        {
            var page = await client.SearchCoursesAsync(new SearchCoursesRequest { PageSize = 200, PageToken = token }, cancellationToken: cancellationToken);
            seen += page.Courses.Count;
            token = page.NextPageToken;
            shallow = shallow.Length == 0 ? token : shallow;
        }

        return (shallow, token);
    }

    private static async Task<int> CountAsync(SchoolProcess api, string words, CancellationToken cancellationToken)
    {
        using var channel = GrpcChannel.ForAddress(api.Grpc!);
        return (
            await new CatalogService.CatalogServiceClient(channel).SearchCoursesAsync(
                new SearchCoursesRequest { Query = words },
                cancellationToken: cancellationToken
            )
        )
            .Courses
            .Count;
    }
}

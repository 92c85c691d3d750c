namespace ESchool.Bench.Harness;

/// <summary>One question the bench answers.</summary>
internal interface IMeasure
{
    /// <summary>As it is called on the command line.</summary>
    string Name { get; }

    /// <summary>Measures, and checks that what must stay true stayed true.</summary>
    Task RunAsync(BenchOptions options, Findings findings, CancellationToken cancellationToken);
}

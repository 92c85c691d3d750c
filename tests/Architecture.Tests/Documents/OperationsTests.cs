using ESchool.Api.Calls.Rates;
using ESchool.Application.Identity;
using ESchool.Architecture.Tests.Sweeps;
using ESchool.Contracts.Options.V1;
using ESchool.Domain.Identity;

namespace ESchool.Architecture.Tests.Documents;

/// <summary>Numbers and names that operators read are those of the code.</summary>
public sealed class OperationsTests
{
    private static readonly Document Operations = Document.Read("docs/operations.md");

    [Fact]
    public void TheTableOfRecurringJobs_HasEachJob_ItsScheduleAndItsQueue()
    {
        var jobs = RegisteredJobs.All.Select(job => ($"`{job.Name}`", $"`{job.Schedule}`", $"`{job.Job.Queue}`"));
        var documented = Operations.Table("| job | schedule (UTC) | queue | what it does |").Select(row => (row[0], row[1], row[2]));
        Assert.Equal(jobs.Order(), documented.Order());
        Assert.All(Operations.Table("| job | schedule (UTC) | queue | what it does |"), row => Assert.NotEmpty(row[3]));
    }

    [Fact]
    public void TheTableOfRates_HasTheDefaults()
    {
        var defaults = new RateLimitOptions();
        var expected = Enum.GetValues<RateClass>()
            .Where(value => value != RateClass.Unspecified)
            .Select(value =>
            {
                var rate = (RateOptions)typeof(RateLimitOptions).GetProperty(value.ToString())!.GetValue(defaults)!;
                return ($"`{value}`", Spaced(rate.PerMinute), Spaced(rate.Burst));
            });
        Assert.Equal(expected.Order(), Operations.Table("| class | per minute | burst | of whom |").Select(row => (row[0], row[1], row[2])).Order());
    }

    /// <summary>The delays after failed sign-ins, as docs/security.md says them.</summary>
    [Fact]
    public void TheDelaysAfterFailures_AreThoseOfTheThrottle()
    {
        var (first, most) = (AttemptThrottle.FirstDelay, AttemptThrottle.MaximumDelay);
        var table = Document
            .Read("docs/security.md")
            .Table(
                $"| who tries | is counted for | free failures, then {first.TotalSeconds:0} s, {2 * first.TotalMinutes:0} min, {4 * first.TotalMinutes:0} min … {most.TotalMinutes:0} min |"
            );
        Assert.Equal($"{SignInAttempts.FreeFailures}", table[0][2]);
    }

    private static string Spaced(int number) => number.ToString("#,0", System.Globalization.CultureInfo.InvariantCulture).Replace(',', ' ');
}

namespace ESchool.Api.Calls.Rates;

/// <summary>How often a caller may call, by the class of the rpc. Generous: a classroom may sit behind one address.</summary>
public sealed class RateLimitOptions
{
    /// <summary>Whether rates are limited at all; off for measurements.</summary>
    public bool Enabled { get; set; } = true;

    public RateOptions Credentials { get; set; } = new() { PerMinute = 120, Burst = 60 };

    public RateOptions Read { get; set; } = new() { PerMinute = 6_000, Burst = 2_000 };

    public RateOptions Write { get; set; } = new() { PerMinute = 3_000, Burst = 1_000 };

    public RateOptions Costly { get; set; } = new() { PerMinute = 120, Burst = 60 };

    public RateOptions Stream { get; set; } = new() { PerMinute = 300, Burst = 100 };
}

/// <summary>One rate.</summary>
public sealed class RateOptions
{
    /// <summary>Calls a minute, in the long run.</summary>
    public int PerMinute { get; set; }

    /// <summary>Calls at once, after a rest.</summary>
    public int Burst { get; set; }
}

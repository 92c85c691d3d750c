using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Administration.Overviews;

/// <summary>Figures of days that are over, which change no more. Kept in memory; a process that starts reads them again.</summary>
[Registered(ServiceLifetime.Singleton)]
public sealed class DaysThatAreOver
{
    /// <summary>About the days of a hundred time zones.</summary>
    private const int MostKept = 3_000;

    private readonly ConcurrentDictionary<(string Zone, DateOnly Day), DayFigures> days = new();

    internal DayFigures? Find(string zone, DateOnly day) => days.GetValueOrDefault((zone, day));

    internal void Keep(string zone, DayFigures figures)
    {
        if (days.Count >= MostKept)
        {
            days.Clear();
        }

        days[(zone, figures.Day)] = figures;
    }
}

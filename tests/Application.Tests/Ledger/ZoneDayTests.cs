using ESchool.Application.Days;
using ESchool.Application.Ledger;

namespace ESchool.Application.Tests.Ledger;

public sealed class ZoneDayTests
{
    [Theory]
    [InlineData("UTC", "2026-03-29", "2026-03-29T00:00:00Z", "2026-03-30T00:00:00Z")]
    // Clocks are put forward at two at night: a day of 23 hours; and back: one of 25.
    [InlineData("Europe/Berlin", "2026-03-29", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z")]
    [InlineData("Europe/Berlin", "2026-10-25", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z")]
    // There, midnight does not exist on the one day, and exists twice on the other.
    [InlineData("Africa/Cairo", "2026-04-24", "2026-04-23T22:00:00Z", "2026-04-24T21:00:00Z")]
    [InlineData("America/Havana", "2026-11-01", "2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z")]
    public void ADay_BeginsWithItsFirstMomentThere(string zone, string day, string from, string to)
    {
        var date = DateOnly.Parse(day);
        var only = Assert.Single(ZoneDay.Between(date, date, TimeZoneInfo.FindSystemTimeZoneById(zone)));
        Assert.Equal(new ZoneDay(date, DateTimeOffset.Parse(from), DateTimeOffset.Parse(to)), only);
    }

    /// <summary>In every zone there is, whatever it did with its clocks.</summary>
    [Fact]
    public void EveryMoment_IsInOneDay()
    {
        var first = new DateOnly(2026, 1, 1);
        foreach (var zone in TimeZoneInfo.GetSystemTimeZones())
        {
            var days = ZoneDay.Between(first, first.AddDays(365), zone);
            Assert.Equal(days.Skip(1).Select(day => day.From), days.SkipLast(1).Select(day => day.Until));
            Assert.All(days, day => Assert.InRange((day.Until - day.From).TotalHours, 22, 26));
        }
    }
}

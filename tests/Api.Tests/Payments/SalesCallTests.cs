using ESchool.Contracts.Payments.V1;
using ESchool.Tests.Support;
using Grpc.Core;
using Date = Google.Type.Date;

namespace ESchool.Api.Tests.Payments;

/// <summary>Which reports can be asked for.</summary>
public sealed class SalesCallTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    [Theory]
    [InlineData("Mars/Olympus", 1, 1, "time_zone")]
    [InlineData("W. Europe Standard Time", 1, 1, "time_zone")]
    [InlineData("", 31, 1, "last_day")]
    [InlineData("", 0, 1, "first_day")]
    [InlineData("", 1, 32, "last_day")]
    public async Task APeriodThatIsNone_IsRefused(string zone, int first, int last, string field)
    {
        var request = new GetSalesReportRequest
        {
            FirstDay = DayOf(2026, first),
            LastDay = DayOf(2026, last),
            TimeZone = zone,
            Dimension = GetSalesReportRequest.Types.Dimension.Day,
        };
        Assert.Equal([field], await RefusalAsync(request));
    }

    [Fact]
    public async Task AReport_HasAtMostAYear()
    {
        var request = new GetSalesReportRequest
        {
            FirstDay = DayOf(2024, 1),
            LastDay = DayOf(2025, 1),
            Dimension = GetSalesReportRequest.Types.Dimension.Country,
        };
        Assert.Equal(["last_day"], await RefusalAsync(request));
        request.LastDay = new Date
        {
            Year = 2024,
            Month = 12,
            Day = 31,
        };
        request.TimeZone = "Asia/Kolkata";
        var headers = await fixture.HeadersAsync(await fixture.School.InstructorAsync());
        Assert.Empty((await new SalesService.SalesServiceClient(fixture.Channel).GetSalesReportAsync(request, headers)).Lines);
    }

    private async Task<IEnumerable<string>> RefusalAsync(GetSalesReportRequest request)
    {
        var headers = await fixture.HeadersAsync(await fixture.School.InstructorAsync());
        var status = await Status.OfAsync(
            StatusCode.InvalidArgument,
            "REQUEST_INVALID",
            () => new SalesService.SalesServiceClient(fixture.Channel).GetSalesReportAsync(request, headers).ResponseAsync
        );
        return status.GetDetail<Google.Rpc.BadRequest>()!.FieldViolations.Select(violation => violation.Field);
    }

    private static Date DayOf(int year, int day) =>
        new()
        {
            Year = year,
            Month = 1,
            Day = day,
        };
}

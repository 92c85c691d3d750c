using System.Globalization;
using ESchool.Application.Days;
using ESchool.Application.Ledger;
using ESchool.Application.Payments.Checkout;
using ESchool.Application.Payments.Quotes;
using ESchool.Application.Payments.Sales;
using ESchool.Application.Tests.Payments.Checkout;
using ESchool.Application.Tests.Payouts;
using ESchool.Domain;
using ESchool.Domain.Ledger;
using ESchool.Domain.Payments.Checkout;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Payments.Sales;

/// <summary>What instructors are told that they sold is what the ledger says.</summary>
public sealed class SalesReportTests : IAsyncLifetime
{
    private static readonly SalesDimension[] Dimensions = Enum.GetValues<SalesDimension>();

    private TestSchool school = null!;
    private StripeEmulator stripe = null!;

    public async ValueTask InitializeAsync()
    {
        school = await TestSchool.OpenAsync(("Payouts:MinimumUnits", "0"));
        stripe = new StripeEmulator(school.Database);
    }

    public async ValueTask DisposeAsync()
    {
        stripe.Dispose();
        await school.DisposeAsync();
    }

    /// <summary>Days are cut here by Postgres, which knows time zones by itself.</summary>
    [Theory]
    [InlineData(1, "UTC")]
    [InlineData(2, "Pacific/Kiritimati")]
    [InlineData(3, "America/New_York")]
    [InlineData(4, "Asia/Kathmandu")]
    public async Task OfARandomHistory_EveryFigureIsTheLedgers(int seed, string zone)
    {
        var (history, random) = (await InstructorHistory.BeginAsync(school, seed), new Random(seed));
        var stranger = await InstructorHistory.BeginAsync(school, seed + 100);
        var first = school.Clock.GetUtcNow();
        for (var step = 0; step < 60; step++)
        {
            await history.StepAsync();
            await stranger.SellAsync();
            school.Clock.Advance(TimeSpan.FromHours(random.Next(48)));
        }

        var place = TimeZoneInfo.FindSystemTimeZoneById(zone);
        var (from, to) = (DayIn(place, first), DayIn(place, school.Clock.GetUtcNow()));
        var booked = await BookedAsync(history.Instructor, zone);
        var days = await ReportAsync(history.Instructor, SalesDimension.Day, from, to, place);
        Assert.Equal(
            booked,
            days.Select(day => new Booked(
                day.Value,
                day.Figures.Sales,
                day.Figures.Paid.MinorUnits,
                day.Figures.Refunds,
                day.Figures.Earned.MinorUnits,
                day.Figures.TakenBack.MinorUnits
            ))
        );
        foreach (var dimension in Dimensions)
        {
            var lines = await ReportAsync(history.Instructor, dimension, from, to, place);
            Assert.Equal(booked.Sum(day => day.Earned - day.TakenBack), lines.Sum(line => line.Figures.Net.MinorUnits));
        }

        // Cut anywhere, two periods are the whole.
        var middle = from.AddDays(random.Next(to.DayNumber - from.DayNumber));
        IReadOnlyList<SalesLine> halves =
        [
            .. await ReportAsync(history.Instructor, SalesDimension.Day, from, middle, place),
            .. await ReportAsync(history.Instructor, SalesDimension.Day, middle.AddDays(1), to, place),
        ];
        Assert.Equal(days, halves);
    }

    [Fact]
    public async Task ASale_IsToldWithWhereItsBuyerCameFrom()
    {
        var course = await school.PublishedCourseAsync();
        var source = new TrafficSource("Newsletter ", "email", "Spring-Sale", "ADA");
        var page = new CheckoutPage("https://eschool.test/thanks", "https://eschool.test/") { TrafficSource = source };
        var (student, requestId) = (await school.StudentAsync(), Guid.NewGuid());
        var order = await StartAsync(page);

        // Sent again from elsewhere, it is the same call.
        Assert.Equal(order.Id, (await StartAsync(page with { TrafficSource = TrafficSource.Unknown })).Id);
        await stripe.PayAsync(order.CheckoutUrl!, country: "FR");
        await school.SettleAsync(order);
        await school.BuyAsync(stripe, course: course);

        var told = new Dictionary<SalesDimension, string>
        {
            [SalesDimension.Country] = "FR",
            [SalesDimension.UtmSource] = "newsletter",
            [SalesDimension.UtmMedium] = "email",
            [SalesDimension.UtmCampaign] = "spring-sale",
            [SalesDimension.ReferralCode] = "ada",
        };
        foreach (var (dimension, value) in told)
        {
            var line = Assert.Single(await ReportAsync(course.Instructor, dimension), line => line.Value == value);
            Assert.Equal((1, 4_900, 3_920), (line.Figures.Sales, line.Figures.Paid.MinorUnits, line.Figures.Net.MinorUnits));
        }

        var items = Assert.Single(await ReportAsync(course.Instructor, SalesDimension.Item));
        Assert.Equal(($"courses/{course.Id}", order.Title, 2), (items.Value, items.Title, items.Figures.Sales));

        var first = await ListAsync(course.Instructor, new PageRequest(1, null));
        var second = await ListAsync(course.Instructor, new PageRequest(1, first.Next));
        Assert.Equal(("", TrafficSource.Unknown), (first.Items[0].Order.BuyerCountry, first.Items[0].Order.TrafficSource));
        Assert.Equal(("FR", source, 3_920), (second.Items[0].Order.BuyerCountry, second.Items[0].Order.TrafficSource, second.Items[0].Share.MinorUnits));
        Assert.Null(second.Next);
        Assert.Empty((await ListAsync(course.Instructor, new PageRequest(50, null), Guid.NewGuid())).Items);
        Assert.Empty((await ListAsync(await school.InstructorAsync(), new PageRequest(50, null))).Items);

        Task<Order> StartAsync(CheckoutPage from) =>
            school.DoAsync<StartCheckout, Order>(s => s.ExecuteAsync(student, requestId, ItemId.Course(course.Id), "", from, CancellationToken.None));
    }

    [Fact]
    public async Task ADispute_TakesNothing_UntilItIsLost()
    {
        var course = await school.PublishedCourseAsync();
        var order = await school.BuyAsync(stripe, course: course, country: "DE");
        var dispute = await stripe.DisputeAsync(order.StripeChargeId!);
        await school.SettleDisputeAsync(dispute);
        var open = Assert.Single(await ReportAsync(course.Instructor, SalesDimension.Country)).Figures;
        Assert.Equal((0, 0, 3_920), (open.LostDisputes, open.TakenBack.MinorUnits, open.Net.MinorUnits));

        await stripe.CloseDisputeAsync(dispute, "lost");
        await school.SettleDisputeAsync(dispute);
        var lost = Assert.Single(await ReportAsync(course.Instructor, SalesDimension.Country));
        Assert.Equal(("DE", 1, 3_920, 0), (lost.Value, lost.Figures.LostDisputes, lost.Figures.TakenBack.MinorUnits, lost.Figures.Net.MinorUnits));
    }

    private async Task<IReadOnlyList<SalesLine>> ReportAsync(
        Actor instructor,
        SalesDimension dimension,
        DateOnly? from = null,
        DateOnly? to = null,
        TimeZoneInfo? zone = null
    )
    {
        var today = DayIn(TimeZoneInfo.Utc, school.Clock.GetUtcNow());
        var days = ZoneDay.Between(from ?? today.AddDays(-1), to ?? today.AddDays(1), zone ?? TimeZoneInfo.Utc);
        return await school.DoAsync<ReportSales, IReadOnlyList<SalesLine>>(r => r.ExecuteAsync(instructor, days, dimension, CancellationToken.None));
    }

    private Task<Page<SaleView>> ListAsync(Actor instructor, PageRequest page, Guid? courseId = null) =>
        school.DoAsync<ListSales, Page<SaleView>>(l => l.ExecuteAsync(instructor, courseId, page, CancellationToken.None));

    private static DateOnly DayIn(TimeZoneInfo zone, DateTimeOffset time) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time, zone).DateTime);

    /// <summary>A recount, day by day.</summary>
    private async Task<IReadOnlyList<Booked>> BookedAsync(Actor instructor, string zone)
    {
        var sql = $"""
            SELECT coalesce(string_agg(concat_ws('/', day, sales, paid, refunds, earned, taken), ' ' ORDER BY day), '') AS "Value" FROM (
                SELECT (t.posted_at AT TIME ZONE '{zone}')::date AS day,
                    count(DISTINCT t.id) FILTER (WHERE t.kind = {(int)TransactionKind.Sale}) AS sales,
                    4900 * count(DISTINCT t.id) FILTER (WHERE t.kind = {(int)TransactionKind.Sale}) AS paid,
                    count(DISTINCT t.id) FILTER (WHERE t.kind = {(int)TransactionKind.Refund})
                        - count(DISTINCT t.id) FILTER (WHERE t.kind = {(int)TransactionKind.RefundReturn}) AS refunds,
                    coalesce(-sum(e.amount_minor_units) FILTER (WHERE t.kind = {(int)TransactionKind.Sale}), 0) AS earned,
                    coalesce(sum(e.amount_minor_units) FILTER (WHERE t.kind IN ({(int)TransactionKind.Refund}, {(int)
                TransactionKind.RefundReturn})), 0) AS taken
                FROM ledger.entries e JOIN ledger.transactions t ON t.id = e.transaction_id JOIN ledger.accounts a ON a.id = e.account_id
                WHERE a.owner_id = '{instructor.UserId}' AND t.kind IN ({(int)TransactionKind.Sale}, {(int)TransactionKind.Refund},
                    {(int)TransactionKind.RefundReturn})
                GROUP BY 1) d
            """;
        var rows = await school.ReadAsync(db => db.Database.SqlQueryRaw<string>(sql).SingleAsync());
        return [.. rows.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(row => row.Split('/')).Select(Read)];

        static Booked Read(string[] fields)
        {
            var numbers = fields.Skip(1).Select(field => long.Parse(field, CultureInfo.InvariantCulture)).ToArray();
            return new Booked(fields[0], (int)numbers[0], numbers[1], (int)numbers[2], numbers[3], numbers[4]);
        }
    }

    private sealed record Booked(string Day, int Sales, long Paid, int Refunds, long Earned, long TakenBack);
}

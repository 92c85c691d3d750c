using ESchool.Application.Administration.Overviews;
using ESchool.Application.Days;
using ESchool.Application.Ledger;
using ESchool.Application.Ledger.Booking;
using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Data.Outbox;
using ESchool.Domain;
using ESchool.Domain.Certificates;
using ESchool.Domain.Instructors;
using ESchool.Domain.Ledger;
using ESchool.Domain.Media;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Tests.Administration;

/// <summary>The figures of the overview are those of the rows they are of.</summary>
public sealed class OverviewTests
{
    private static readonly int[] Spans = [1, 7, 30];
    private static readonly TimeZoneInfo NewYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");

    [Fact]
    public async Task SalesAndRefunds_OfARandomHistory_AreThoseOfTheLedger_ByDaysOfTheZone()
    {
        await using var school = await TestSchool.OpenAsync();
        var random = new Random(7);
        school.Clock.Advance(TimeSpan.FromDays(-45));
        for (var hour = 0; hour < 45 * 24; hour += 5)
        {
            await PostAsync(school, [.. Enumerable.Range(0, 1 + random.Next(3)).SelectMany(_ => Happened(random))]);
            school.Clock.Advance(TimeSpan.FromHours(5));
        }

        var overview = await LookAsync(school, NewYork);
        Assert.Equal(await LedgerAsync(school, NewYork, overview), overview.Days.SelectMany(day => day.Takings.Select(t => Row(day.Day, t))));
        foreach (var (days, takings) in Spans.Select(days => (days, overview.TakingsOf(days))))
        {
            Assert.Equal(overview.Days.TakeLast(days).SelectMany(day => day.Takings).Sum(t => t.Sales.MinorUnits), takings.Sum(t => t.Sales.MinorUnits));
            Assert.Equal(takings.Select(t => t.Sales.CurrencyCode).Distinct().Order(), takings.Select(t => t.Sales.CurrencyCode));
        }

        // Days that are over come from memory now, and are the same; today counts on.
        await PostAsync(school, [Posted(TransactionKind.Sale, "EUR", 1_000)]);
        var again = await LookAsync(school, NewYork);
        Assert.Equal(await LedgerAsync(school, NewYork, again), again.Days.SelectMany(day => day.Takings.Select(t => Row(day.Day, t))));
        Assert.Equal(
            await LedgerAsync(school, TimeZoneInfo.Utc, again),
            (await LookAsync(school, TimeZoneInfo.Utc)).Days.SelectMany(day => day.Takings.Select(t => Row(day.Day, t)))
        );
    }

    [Fact]
    public async Task WhatStripeConverted_IsASaleOnce_InTheCurrencyThatWasPaid()
    {
        await using var school = await TestSchool.OpenAsync();
        await PostAsync(
            school,
            SettledPostings.Of(
                TransactionKind.Sale,
                $"orders/{Guid.NewGuid()}",
                new Money(5_000, "USD"),
                new Settlement(new Money(4_600, "EUR"), new Money(160, "EUR")),
                [
                    new(AccountName.Platform(AccountKind.PlatformRevenue, "USD"), -1_000),
                    new(new AccountName(AccountKind.InstructorHeld, Guid.NewGuid(), "USD"), -4_000),
                ]
            )
        );
        var takings = Assert.Single((await LookAsync(school, TimeZoneInfo.Utc)).TakingsOf(1));
        Assert.Equal((new Money(5_000, "USD"), 1, 0, 0), (takings.Sales, takings.SaleCount, takings.Refunds.MinorUnits, takings.RefundCount));
    }

    [Fact]
    public async Task UsersEnrollmentsAndCertificates_AreCountedOnTheirDay()
    {
        await using var school = await TestSchool.OpenAsync();
        var course = await school.PublishedCourseAsync();
        var made = await school.ReadAsync(db => db.Users.CountAsync());
        var student = await school.StudentAsync();
        var enrollment = await school.EnrollmentAsync(student, course);
        await CertificateAsync(school, enrollment, student);
        school.Clock.Advance(TimeSpan.FromDays(2));
        await school.StudentAsync();
        var days = (await LookAsync(school, TimeZoneInfo.Utc)).Days;
        Assert.Equal(30, days.Count);
        Assert.Equal(DateOnly.FromDateTime(school.Clock.GetUtcNow().UtcDateTime), days[^1].Day);
        Assert.Equal([(made + 1L, 1L, 1L), (0, 0, 0), (1, 0, 0)], days.TakeLast(3).Select(day => (day.NewUsers, day.Enrollments, day.Certificates)));
        Assert.All(days.Take(27), day => Assert.Equal((0L, 0L, 0L), (day.NewUsers, day.Enrollments, day.Certificates)));
    }

    [Theory]
    [InlineData("Africa/Cairo", "2026-04-24", 23)]
    [InlineData("America/Havana", "2026-11-01", 25)]
    [InlineData("Europe/Berlin", "2026-10-25", 25)]
    [InlineData("Asia/Kathmandu", "2026-10-25", 24)]
    public void ADay_HasTheHoursOfItsZone_AndEndsWhereTheNextBegins(string zone, string day, int hours)
    {
        var wanted = DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);
        var now = new DateTimeOffset(wanted.AddDays(3), new TimeOnly(12, 0), TimeSpan.Zero);
        var days = ZoneDay.Last(10, TimeZoneInfo.FindSystemTimeZoneById(zone), now);
        var found = Assert.Single(days, one => one.Day == wanted);
        Assert.Equal(hours, (found.Until - found.From).TotalHours);
        Assert.All(days.Zip(days.Skip(1)), pair => Assert.Equal(pair.First.Until, pair.Second.From));
        Assert.Equal(TimeSpan.Zero, found.From.Offset);
        Assert.True(found.FirstId < Guid.CreateVersion7(found.From) && Guid.CreateVersion7(found.Until.AddMilliseconds(-1)) < found.EndId);
    }

    [Fact]
    public async Task WhatWaits_IsInItsQueue_WithTheTimeOfTheOldest()
    {
        await using var school = await TestSchool.OpenAsync();
        Assert.All((await LookAsync(school, TimeZoneInfo.Utc)).Queues, queue => Assert.Equal((0, false, null), (queue.Count, queue.IsMore, queue.OldestSince)));
        var begin = school.Clock.GetUtcNow();
        for (var i = 0; i < 2; i++)
        {
            await school.SaveAsync(new DeadLetter(TranscodeWork.Kind, "{}", $"{i}", 1, "Exception: No.", school.Clock.GetUtcNow()));
            await school.SaveAsync(new OutboxMessage(TranscodeWork.Kind, "{}", $"{i}", school.Clock.GetUtcNow()));
            var application = new InstructorApplication((await school.StudentAsync()).UserId, school.Clock.GetUtcNow());
            application.Submit(requireDocuments: false, school.Clock.GetUtcNow());
            await school.SaveAsync(application);
            var asset = new Asset(AssetOwner.Alone((await school.InstructorAsync()).UserId), "a.mp4", "video/mp4", 1_000, school.Clock.GetUtcNow());
            asset.FinishUpload("version-1");
            await school.SaveAsync(asset);
            await school.SaveAsync(new Domain.StripeEvents.StripeEvent($"evt_{i}", "charge.updated", "{}", school.Clock.GetUtcNow()));
            school.Clock.Advance(TimeSpan.FromHours(1));
        }

        var queues = (await LookAsync(school, TimeZoneInfo.Utc)).Queues;
        Assert.Equal(Enum.GetValues<QueueKind>(), queues.Select(queue => queue.Kind));
        QueueKind[] filled =
        [
            QueueKind.InstructorApplications,
            QueueKind.DeadLetters,
            QueueKind.OutboxRequests,
            QueueKind.StripeEvents,
            QueueKind.VideoProcessing,
        ];
        Assert.Equal(filled, queues.Where(queue => queue.Count == 2).Select(queue => queue.Kind));
        Assert.All(
            queues.Where(queue => queue.Count > 0),
            queue => Assert.True(queue.OldestSince - begin < TimeSpan.FromMinutes(30), $"{queue.Kind}: {queue.OldestSince}")
        );
    }

    [Fact]
    public async Task AQueue_IsCountedUpToABound()
    {
        await using var school = await TestSchool.OpenAsync();
        await school.ReadAsync(db =>
            db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO outbox.dead_letters (id, kind, payload, job_id, error, created_at, state, tries, discard_reason)
                SELECT gen_random_uuid(), 'a', '[]', i::text, '', now(), 1, 1, '' FROM generate_series(1, {QueueReader.MostCounted + 1}) AS i
                """
            )
        );
        var queue = Assert.Single((await LookAsync(school, TimeZoneInfo.Utc)).Queues, queue => queue.Kind == QueueKind.DeadLetters);
        Assert.Equal((QueueReader.MostCounted, true), (queue.Count, queue.IsMore));
    }

    [Fact]
    public async Task FailingSweeps_AreCountedByName()
    {
        await using var school = await TestSchool.OpenAsync();
        await school.ReadAsync(db =>
            db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO outbox.sweep_failures (sweep, row_id, failures, error, retry_at)
                VALUES ('b', gen_random_uuid(), 1, '', now()), ('a', gen_random_uuid(), 2, '', now()), ('a', gen_random_uuid(), 7, '', now())
                """
            )
        );
        Assert.Equal([new FailingSweep("a", 2, 7), new FailingSweep("b", 1, 1)], (await LookAsync(school, TimeZoneInfo.Utc)).FailingSweeps);
    }

    [Fact]
    public async Task Storage_IsCountedAsAssetsComeAndGo_AlsoAtOnce()
    {
        await using var school = await TestSchool.OpenAsync();
        var owner = await school.InstructorAsync();
        var assets = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => school.ReadyAssetAsync(owner, 10)));
        Assert.Equal((8, 8_000), await StoredAsync());
        await school.ReadAsync(db => db.Assets.Where(a => a.Id == assets[0].Id).ExecuteUpdateAsync(set => set.SetProperty(a => a.SizeBytes, 5_000)));
        await school.ReadAsync(db => db.Assets.Where(a => a.Id == assets[1].Id).ExecuteDeleteAsync());
        Assert.Equal((7, 11_000), await StoredAsync());

        async Task<(long, long)> StoredAsync() => await LookAsync(school, TimeZoneInfo.Utc) is var look ? (look.Assets, look.SourceBytes) : default;
    }

    private static Task<Overview> LookAsync(TestSchool school, TimeZoneInfo zone) =>
        school.DoAsync<GetOverview, Overview>(g => g.ExecuteAsync(zone, CancellationToken.None));

    private static (DateOnly, string, long, long, long, long) Row(DateOnly day, Takings t) =>
        (day, t.Sales.CurrencyCode, t.Sales.MinorUnits, t.SaleCount, t.Refunds.MinorUnits, t.RefundCount);

    /// <summary>From the other side of the books, in memory: what was divided among the platform, the tax office and instructors.</summary>
    private static async Task<IEnumerable<(DateOnly, string, long, long, long, long)>> LedgerAsync(TestSchool school, TimeZoneInfo zone, Overview overview)
    {
        AccountKind[] moneySide = [AccountKind.StripeClearing, AccountKind.StripeFees, AccountKind.CurrencyExchange, AccountKind.OutsidePayments];
        var accounts = await school.ReadAsync(db => db.LedgerAccounts.AsNoTracking().ToDictionaryAsync(a => a.Id, a => a.Kind));
        var transactions = await school.ReadAsync(db => db.LedgerTransactions.AsNoTracking().Include(t => t.Entries).ToListAsync());
        return
        [
            .. from t in transactions
            where t.Kind is TransactionKind.Sale or TransactionKind.Refund or TransactionKind.RefundReturn
            let day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(t.PostedAt, zone).DateTime)
            where day >= overview.Days[0].Day
            let value = -t.Entries.Where(e => !moneySide.Contains(accounts[e.AccountId])).Sum(e => e.AmountMinorUnits)
            where value != 0
            group (t.Kind, value) by (day, t.Currency) into g
            orderby g.Key.day, g.Key.Currency
            select (
                g.Key.day,
                g.Key.Currency,
                g.Where(one => one.Kind == TransactionKind.Sale).Sum(one => one.value),
                g.LongCount(one => one.Kind == TransactionKind.Sale),
                -g.Where(one => one.Kind != TransactionKind.Sale).Sum(one => one.value),
                g.LongCount(one => one.Kind == TransactionKind.Refund)
            ),
        ];
    }

    /// <summary>A sale, sometimes with a refund of a part of it that sometimes comes back, and what is neither.</summary>
    private static IEnumerable<Posting> Happened(Random random)
    {
        var (currency, value) = (new[] { "EUR", "USD", "JPY" }[random.Next(3)], random.NextInt64(100, 100_000));
        yield return Posted(TransactionKind.Sale, currency, value);
        if (random.Next(3) == 0)
        {
            yield return Posted(TransactionKind.Refund, currency, -value / 2);
        }

        if (random.Next(6) == 0)
        {
            yield return Posted(TransactionKind.RefundReturn, currency, value / 4);
        }

        if (random.Next(4) == 0)
        {
            yield return Posted(TransactionKind.TransferReversed, currency, value);
        }
    }

    private static Posting Posted(TransactionKind kind, string currency, long value)
    {
        var (fee, tax) = (value / 30, value / 7);
        PostingLine[] lines =
        [
            new(AccountName.Platform(AccountKind.StripeClearing, currency), value - fee),
            new(AccountName.Platform(AccountKind.StripeFees, currency), fee),
            new(AccountName.Platform(AccountKind.CustomerCredit, currency), -tax),
            new(AccountName.Platform(AccountKind.PlatformRevenue, currency), -(value - tax)),
        ];
        return new Posting(kind, $"orders/{Guid.NewGuid()}", [.. lines.Where(line => line.MinorUnits != 0)]);
    }

    private static async Task PostAsync(TestSchool school, IReadOnlyCollection<Posting> postings)
    {
        await using var scope = school.Services.CreateAsyncScope();
        await scope
            .ServiceProvider.GetRequiredService<SchoolDbContext>()
            .InTransactionAsync(
                () => scope.ServiceProvider.GetRequiredService<LedgerPostings>().PostAsync(postings, CancellationToken.None),
                CancellationToken.None
            );
    }

    private static Task CertificateAsync(TestSchool school, Guid enrollment, Actor learner) =>
        school.SaveAsync(
            new Certificate(
                Guid.CreateVersion7(school.Clock.GetUtcNow().AddDays(-3)),
                Guid.NewGuid().ToString("N")[..12],
                enrollment,
                learner.UserId,
                new CertificateFacts("Ada", "Compilers", 1, "Grace", 2, school.Clock.GetUtcNow()),
                Guid.NewGuid().ToByteArray(),
                school.Clock.GetUtcNow()
            )
        );
}

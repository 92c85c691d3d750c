using System.Globalization;
using ESchool.Application.Administration;
using ESchool.Application.Administration.Exports;
using ESchool.Application.Administration.Overviews;
using ESchool.Application.Storage;
using ESchool.Application.Tests.Payouts;
using ESchool.Application.Work;
using ESchool.Application.Work.Feed;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Administration;
using ESchool.Domain.Administration.Exports;
using ESchool.Domain.Identity;
using ESchool.Domain.Payments.Checkout;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Tests.Administration.Exports;

/// <summary>Exports of tables from the request to their end.</summary>
public sealed class ExportTests : IAsyncLifetime
{
    private static readonly ExportFormat[] Formats = Enum.GetValues<ExportFormat>();

    private readonly AtCommand at = new();

    private TestSchool school = null!;
    private Actor admin = null!;

    public async ValueTask InitializeAsync()
    {
        school = await TestSchool.OpenAsync(services => services.ConfigureDbContext<SchoolDbContext>(options => options.AddInterceptors(at)));
        await school.PrepareStorageAsync();
        admin = await school.AdminAsync();
    }

    public ValueTask DisposeAsync() => school.DisposeAsync();

    [Fact]
    public async Task Users_AreAllThere_InEveryFormat_AndThoseWhoCameLaterAreNot()
    {
        string[] names = ["=HYPERLINK(\"https://evil.test\")", "a\tb", "line\nline", "👩‍🚀 𝔸", "bell\u0007", "plain"];
        foreach (var name in names)
        {
            await school.UserAsync(Roles.Student, name);
        }

        // Erased people are exported as they are stored.
        await school.ReadAsync(db => db.Users.Where(u => u.DisplayName == "plain").ExecuteUpdateAsync(set => set.SetProperty(u => u.DisplayName, "")));
        school.Clock.Advance(TimeSpan.FromSeconds(1));
        var exports = new List<TableExport>();
        foreach (var format in Formats)
        {
            exports.Add(await StartAsync(ExportSubject.Users, format));
        }

        school.Clock.Advance(TimeSpan.FromSeconds(1));
        await school.StudentAsync();
        var expected = await school.ReadAsync(db =>
            db.Users.OrderBy(u => u.Id)
                .Select(u => new
                {
                    u.Id,
                    u.Email,
                    u.DisplayName,
                })
                .ToListAsync()
        );
        expected.RemoveAt(expected.Count - 1);
        foreach (var export in exports)
        {
            var table = await WrittenAsync(export);
            Assert.Equal(expected.Select(user => $"users/{user.Id}"), table["user"]);
            Assert.Equal(expected.Select(user => user.Email), table["email"]);
            Assert.Equal(
                expected.Select(user => user.DisplayName.Length == 0 ? null : user.DisplayName),
                table["display_name"].Select(name => export.Format == ExportFormat.Csv ? name?.TrimStart('\'') : name)
            );
            Assert.Contains("STUDENT", table["roles"]);
            var told = await GetAsync(export);
            Assert.Equal((ExportState.Done, (long)expected.Count, (long?)expected.Count), (told.Export.State, told.Export.Rows, told.Export.RowsExpected));
        }
    }

    [Fact]
    public async Task Sales_AreTheLedgersToTheMinorUnit()
    {
        var history = await InstructorHistory.BeginAsync(school, seed: 5);
        for (var step = 0; step < 40; step++)
        {
            await history.SellAsync();
        }

        school.Clock.Advance(TimeSpan.FromSeconds(1));
        var overview = (await school.DoAsync<GetOverview, Overview>(g => g.ExecuteAsync(TimeZoneInfo.Utc, CancellationToken.None))).TakingsOf(30);
        foreach (var format in Formats)
        {
            var table = await WrittenAsync(await StartAsync(ExportSubject.Sales, format));
            var sums = table
                .Rows.GroupBy(row => row[table.ColumnOf("currency")]!)
                .ToDictionary(group => group.Key, group => Sum(table, group, "paid_minor_units"));
            Assert.Equal(overview.Where(t => t.SaleCount > 0).ToDictionary(t => t.Sales.CurrencyCode, t => t.Sales.MinorUnits), sums);
            Assert.Equal(overview.Sum(t => t.SaleCount), table.Rows.Count);

            // What was paid is what everybody's parts are.
            var parts = new[] { "tax_minor_units", "platform_revenue_minor_units", "instructor_share_minor_units", "deferred_minor_units" };
            Assert.All(table.Rows, row => Assert.Equal(Sum(table, [row], "paid_minor_units"), parts.Sum(part => Sum(table, [row], part))));
            Assert.All(
                table.Rows,
                row =>
                    Assert.Equal(
                        new Money(Sum(table, [row], "paid_minor_units"), row[table.ColumnOf("currency")]!).ToString(),
                        $"{Decimals(row[table.ColumnOf("paid")]!, row[table.ColumnOf("currency")]!)} {row[table.ColumnOf("currency")]}"
                    )
            );
        }
    }

    [Fact]
    public async Task Orders_AreThoseOfTheirTable_AndAFilterLimitsThem()
    {
        var history = await InstructorHistory.BeginAsync(school, seed: 6);
        for (var step = 0; step < 15; step++)
        {
            await history.SellAsync();
        }

        school.Clock.Advance(TimeSpan.FromSeconds(1));
        await school.ReadAsync(db => db.Orders.OrderBy(o => o.Id).Take(4).ExecuteUpdateAsync(set => set.SetProperty(o => o.State, OrderState.Refunded)));
        var orders = await school.ReadAsync(db => db.Orders.AsNoTracking().OrderBy(o => o.Id).ToListAsync());
        var table = await WrittenAsync(await StartAsync(ExportSubject.Orders, ExportFormat.Parquet));
        Assert.Equal(orders.Select(o => $"orders/{o.Id}"), table["order"]);
        Assert.Equal(orders.Select(o => $"{o.Charged.MinorUnits}"), table["charged_minor_units"]);
        Assert.Equal(orders.Select(o => $"{o.RefundedMinorUnits}"), table["refunded_minor_units"]);
        Assert.Equal(orders.Select(o => o.State.ToString().ToUpperInvariant()), table["state"]);

        var (student, state) = (orders[0].StudentId, orders[0].State);
        foreach (
            var (filter, meant) in new (ExportFilter, Func<Order, bool>)[]
            {
                (new() { UserId = student }, o => o.StudentId == student),
                (new() { OrderState = state }, o => o.State == state),
                (new() { CourseId = orders[0].CourseId ?? orders[0].Courses[0].CourseId }, o => o.CourseId == orders[0].CourseId),
                (
                    new() { From = orders[3].CreatedAt, Until = orders[7].CreatedAt },
                    o => Milliseconds(o) >= Milliseconds(orders[3]) && Milliseconds(o) < Milliseconds(orders[7])
                ),
            }
        )
        {
            Assert.Equal(
                orders.Where(meant).Select(o => $"orders/{o.Id}"),
                (await WrittenAsync(await StartAsync(ExportSubject.Orders, ExportFormat.Csv, filter)))["order"]
            );
        }
    }

    [Fact]
    public async Task EnrollmentsAndTheAuditLog_AreThoseOfTheirTables()
    {
        var course = await school.PublishedCourseAsync();
        var student = await school.StudentAsync();
        var enrollment = await school.EnrollmentAsync(student, course);
        school.Clock.Advance(TimeSpan.FromSeconds(1));
        var enrollments = await WrittenAsync(await StartAsync(ExportSubject.Enrollments, ExportFormat.Xlsx, new ExportFilter { CourseId = course.Id }));
        Assert.Equal(
            ($"enrollments/{enrollment}", $"users/{student.UserId}", "ACTIVE"),
            (Assert.Single(enrollments["enrollment"]), Assert.Single(enrollments["student"]), Assert.Single(enrollments["state"]))
        );

        school.Clock.Advance(TimeSpan.FromSeconds(1));
        var audit = await WrittenAsync(await StartAsync(ExportSubject.AuditEvents, ExportFormat.Parquet, new ExportFilter { Action = "export." }));
        Assert.Equal(["export.start", "export.download"], audit["action"]);
        Assert.All(audit["actor"], actor => Assert.Equal($"users/{admin.UserId}", actor));
        Assert.All(audit["after"], after => Assert.Contains("Enrollments", after, StringComparison.Ordinal));
        Assert.Empty((await WrittenAsync(await StartAsync(ExportSubject.AuditEvents, ExportFormat.Csv, new ExportFilter { Action = "export_" }))).Rows);
    }

    [Theory]
    [InlineData(ExportSubject.Users, "course")]
    [InlineData(ExportSubject.Orders, "role")]
    [InlineData(ExportSubject.Sales, "order_state")]
    [InlineData(ExportSubject.Enrollments, "action")]
    [InlineData(ExportSubject.AuditEvents, "course")]
    public async Task AFilterThatDoesNotFit_IsRefused(ExportSubject subject, string field)
    {
        var filter = field switch
        {
            "course" => new ExportFilter { CourseId = Guid.NewGuid() },
            "role" => new ExportFilter { Role = Roles.Admin },
            "order_state" => new ExportFilter { OrderState = OrderState.Paid },
            _ => new ExportFilter { Action = "user." },
        };
        var refusal = await Refused.WithAsync(CallReasons.RequestInvalid, () => StartAsync(subject, ExportFormat.Csv, filter));
        Assert.Equal($"filter.{field}", Assert.Single(refusal.FieldViolations).Field);
        Assert.Equal(0, await school.ReadAsync(db => db.TableExports.CountAsync()));
    }

    /// <summary>Killed while it wrote, and after it had written: the next attempt frees what S3 holds of it, and there is one file.</summary>
    [Fact]
    public async Task AWorkerThatIsKilled_LeavesWhatTheNextOneEnds()
    {
        var export = await StartAsync(ExportSubject.Users, ExportFormat.Csv);
        await school.ReadAsync(async db =>
        {
            (await db.TableExports.SingleAsync(e => e.Id == export.Id)).BeginAttempt();
            return await db.SaveChangesAsync();
        });
        await school.DoAsync<ObjectStorage>(async s =>
        {
            await s.UploadAsync(s.DocumentsBucket, $"{export.Folder}1.csv", [1], "text/csv", CancellationToken.None);
            await s.StartMultipartAsync(s.DocumentsBucket, $"{export.Folder}1.csv", "text/csv", CancellationToken.None);
        });
        Assert.NotEmpty((await WrittenAsync(export)).Rows);
        Assert.Equal([$"{export.Folder}2.csv"], await FilesAsync(export));
        Assert.Equal([new TableExported(export.Id, ExportState.Done)], await school.ToldAsync<TableExported>(admin));
    }

    /// <summary>A second attempt runs from beginning to end while the first one is about to count, or about to publish.</summary>
    [Theory]
    [InlineData("rows_expected = ")]
    [InlineData("size_bytes = ")]
    public async Task AnAttemptThatIsOvertaken_PublishesNothing(string moment)
    {
        var export = await StartAsync(ExportSubject.Users, ExportFormat.Xlsx);
        at.Once(moment, () => RunAsync(export));
        await RunAsync(export);
        Assert.True(at.IsDone);
        var ready = await GetAsync(export);
        Assert.Equal((ExportState.Done, 2), (ready.Export.State, ready.Export.Epoch));
        Assert.Equal([$"{export.Folder}2.xlsx"], await FilesAsync(export));
        Assert.Single(await school.ToldAsync<TableExported>(admin));
    }

    [Theory]
    [InlineData("rows_expected = ")]
    [InlineData("size_bytes = ")]
    public async Task GivenUpWhileItIsWritten_NothingOfItStays(string moment)
    {
        var export = await StartAsync(ExportSubject.Users, ExportFormat.Parquet);
        at.Once(moment, () => CancelAsync(export));
        await RunAsync(export);
        Assert.True(at.IsDone);
        Assert.Equal(ExportState.Canceled, (await GetAsync(export)).Export.State);
        await CancelAsync(export);
        await RunAsync(export);
        Assert.Equal(("", ExportState.Canceled), ((await GetAsync(export)).Url, (await GetAsync(export)).Export.State));
        Assert.Empty(await FilesAsync(export));
        Assert.Empty(await school.ToldAsync<TableExported>(admin));
        Assert.Equal(1, await school.ReadAsync(db => db.AuditEvents.CountAsync(e => e.Action == "export.cancel")));
    }

    [Fact]
    public async Task WhatHasEnded_CantBeGivenUp()
    {
        var export = await StartAsync(ExportSubject.Users, ExportFormat.Csv);
        await RunAsync(export);
        await Refused.WithAsync(AdministrationReasons.ExportStateWrong, () => CancelAsync(export));
        await Refused.WithAsync(
            AdministrationReasons.ExportNotFound,
            () => school.DoAsync<CancelExport, TableExport>(c => c.ExecuteAsync(admin, Guid.NewGuid(), CancellationToken.None))
        );
    }

    [Fact]
    public async Task AfterADay_TheFileIsDeleted_AndNoAddressOutlivesIt()
    {
        var export = await StartAsync(ExportSubject.Users, ExportFormat.Csv);
        await RunAsync(export);
        Assert.Equal(0, await ExpireAsync());
        school.Clock.Advance(TableExport.Lifetime - TimeSpan.FromMinutes(1));
        var late = await GetAsync(export);
        Assert.True(late.UrlExpiresAt <= late.Export.ExpiresAt);
        school.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("", (await GetAsync(export)).Url);
        Assert.Equal(1, await ExpireAsync());
        Assert.Equal(ExportState.Expired, (await GetAsync(export)).Export.State);
        Assert.Empty(await FilesAsync(export));
    }

    [Fact]
    public async Task WhoAsks_AndWhoGetsAnAddress_IsInTheAuditLog_AndAllAdministratorsSeeIt()
    {
        var other = await school.AdminAsync();
        var export = await StartAsync(ExportSubject.Orders, ExportFormat.Csv, new ExportFilter { UserId = other.UserId });
        await GetAsync(export);
        await RunAsync(export);
        await school.DoAsync<GetExport, ReadyTable>(g => g.ExecuteAsync(other, export.Id, CancellationToken.None));
        var events = await school.ReadAsync(db => db.AuditEvents.Where(e => e.Resource == $"exports/{export.Id}").OrderBy(e => e.Id).ToListAsync());
        Assert.Equal([("export.start", admin.UserId), ("export.download", other.UserId)], events.Select(e => (e.Action, e.ActorId)));
        Assert.All(events, e => Assert.Contains($"users/{other.UserId}", e.After, StringComparison.Ordinal));
        Assert.Equal([export.Id], await ListAsync(admin, ofAll: false));
        Assert.Empty(await ListAsync(other, ofAll: false));
        Assert.Equal([export.Id], await ListAsync(other, ofAll: true));
    }

    [Fact]
    public async Task FiveWait_AndTheSixthIsRefused_HoweverManyAskAtOnce()
    {
        var asked = await Task.WhenAll(
            Enumerable
                .Range(0, 10)
                .Select(async _ =>
                    await Record.ExceptionAsync(() => StartAsync(ExportSubject.Users, ExportFormat.Csv)) is DomainException refusal ? refusal.Reason : null
                )
        );
        Assert.Equal((5, 5), (asked.Count(reason => reason is null), asked.Count(reason => reason == AdministrationReasons.ExportsOpen)));
    }

    [Fact]
    public async Task AfterTheLastTry_ItSaysSo()
    {
        var export = await StartAsync(ExportSubject.Users, ExportFormat.Csv);
        await school.DoAsync<IGiveUp<TableExportWork>>(g => g.GiveUpAsync(new TableExportWork(export.Id), new IOException("Again."), CancellationToken.None));
        Assert.Equal(ExportState.Failed, (await GetAsync(export)).Export.State);
        Assert.Equal([new TableExported(export.Id, ExportState.Failed)], await school.ToldAsync<TableExported>(admin));
    }

    private static long Milliseconds(Order order) => order.CreatedAt.ToUnixTimeMilliseconds();

    private static long Sum(ReadTable table, IEnumerable<IReadOnlyList<string?>> rows, string column) =>
        rows.Sum(row => long.Parse(row[table.ColumnOf(column)]!, CultureInfo.InvariantCulture));

    private static string Decimals(string number, string currency) =>
        decimal.Parse(number, CultureInfo.InvariantCulture).ToString($"F{Currency.Get(currency).Exponent}", CultureInfo.InvariantCulture);

    private Task<TableExport> StartAsync(ExportSubject subject, ExportFormat format, ExportFilter? filter = null) =>
        school.DoAsync<StartExport, TableExport>(s => s.ExecuteAsync(admin, subject, format, filter ?? ExportFilter.All, CancellationToken.None));

    private Task RunAsync(TableExport export) => school.DoAsync<WriteExport>(w => w.ExecuteAsync(export.Id, CancellationToken.None));

    private Task<ReadyTable> GetAsync(TableExport export) =>
        school.DoAsync<GetExport, ReadyTable>(g => g.ExecuteAsync(admin, export.Id, CancellationToken.None));

    private Task CancelAsync(TableExport export) => school.DoAsync<CancelExport, TableExport>(c => c.ExecuteAsync(admin, export.Id, CancellationToken.None));

    private Task<int> ExpireAsync() => school.DoAsync<ExpireExports, int>(e => e.ExecuteAsync(CancellationToken.None));

    private async Task<IEnumerable<Guid>> ListAsync(Actor actor, bool ofAll) =>
        (
            await school.DoAsync<ListExports, Page<TableExport>>(l => l.ExecuteAsync(actor, ofAll, new PageRequest(10, null), CancellationToken.None))
        ).Items.Select(e => e.Id);

    private Task<IReadOnlyList<string>> FilesAsync(TableExport export) =>
        school.DoAsync<ObjectStorage, IReadOnlyList<string>>(s => s.ListAsync(s.DocumentsBucket, export.Folder, CancellationToken.None));

    private async Task<ReadTable> WrittenAsync(TableExport export)
    {
        await RunAsync(export);
        var file = await Packing.DownloadAsync((await GetAsync(export)).Url);
        return export.Format switch
        {
            ExportFormat.Csv => ReadTable.Csv(file),
            ExportFormat.Parquet => await ReadTable.ParquetAsync(file),
            _ => ReadTable.Xlsx(file, out _),
        };
    }
}

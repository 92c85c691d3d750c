using ESchool.Application.Learning.Students;
using ESchool.Application.Tests.Administration.Exports;
using ESchool.Application.Typesetting.Tables;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Domain.Catalog.Authors;
using ESchool.Domain.Learning;
using ESchool.Tests.Support;

namespace ESchool.Application.Tests.Learning.Reports;

/// <summary>The students of a course as a workbook and as Parquet, read back.</summary>
public sealed class RosterFileTests(SchoolFixture fixture) : IClassFixture<SchoolFixture>
{
    private const string Formula = "=HYPERLINK(\"http://evil\")";

    private readonly TestSchool school = fixture.School;

    [Fact]
    public async Task AllFormats_SayTheSame()
    {
        await school.PrepareStorageAsync();
        var room = await Classroom.OpenAsync(school);
        foreach (var name in new[] { Formula, "Ada, \"the\" First", "王伟" })
        {
            await room.EnrollAsync(name);
        }

        await room.ReadAsync(await room.EnrollAsync("Half Way"));
        await room.EraseAsync(await room.EnrollAsync("Goes Away"));
        var (csv, xlsx, parquet) = (
            ReadTable.Csv(await DownloadAsync(room, TableFormat.Csv)),
            ReadTable.Xlsx(await DownloadAsync(room, TableFormat.Xlsx), out var sheets),
            await ReadTable.ParquetAsync(await DownloadAsync(room, TableFormat.Parquet))
        );
        Assert.Equal(1, sheets);
        Assert.Equal(csv.Columns, xlsx.Columns);
        Assert.Equal(csv.Columns, parquet.Columns);
        Assert.All(new[] { csv, xlsx, parquet }, table => Assert.Equal(5, table.Rows.Count));

        // What spreadsheets would run is marked in CSV, and a typed text elsewhere.
        Assert.Equal([null, "Half Way", "王伟", "Ada, \"the\" First", $"'{Formula}"], csv["name"]);
        Assert.Equal([null, "Half Way", "王伟", "Ada, \"the\" First", Formula], xlsx["name"]);
        Assert.Equal(xlsx["name"], parquet["name"]);
        foreach (var column in new[] { "user", "access", "origin", "completed_lessons", "required_lessons" })
        {
            Assert.Equal(csv[column], xlsx[column]);
            Assert.Equal(csv[column], parquet[column]);
        }

        Assert.Equal(["0.00", "50.00", "0.00", "0.00", "0.00"], csv["progress_percent"]);
        Assert.Equal(["0", "50", "0", "0", "0"], parquet["progress_percent"]);
        Assert.Equal([false, true, false, false, false], parquet["last_seen"].Select(time => time is not null));
        Assert.Equal(csv["enrolled"].Select(time => time![..19]), parquet["enrolled"].Select(time => time![..19]));
        Assert.All(csv["enrolled"], time => Assert.Equal("yyyy-MM-ddTHH:mm:ssZ".Length, time!.Length));
        Assert.DoesNotContain(parquet.Rows.SelectMany(row => row), cell => cell?.Contains('@', StringComparison.Ordinal) == true);
    }

    [Theory]
    [InlineData(TableFormat.Csv)]
    [InlineData(TableFormat.Parquet)]
    [InlineData(TableFormat.Xlsx)]
    public async Task ACourseWithoutStudents_IsAFileWithAHeader_AndOnlyForItsAuthors(TableFormat format)
    {
        await school.PrepareStorageAsync();
        var room = await Classroom.OpenAsync(school);
        var exported = await ExportAsync(room, format, await room.CoAuthorAsync(AuthorRole.Assistant));
        Assert.Equal(0, exported.Students);
        Assert.Contains($".{format.ToString().ToLowerInvariant()}", exported.Url, StringComparison.Ordinal);
        var table = format switch
        {
            TableFormat.Csv => ReadTable.Csv(await DownloadAsync(room, format)),
            TableFormat.Xlsx => ReadTable.Xlsx(await DownloadAsync(room, format), out _),
            _ => await ReadTable.ParquetAsync(await DownloadAsync(room, format)),
        };
        Assert.Equal(("name", 11, 0), (table.Columns[0], table.Columns.Count, table.Rows.Count));
        foreach (var stranger in new[] { await school.InstructorAsync(), await school.AdminAsync() })
        {
            var refusal = await Assert.ThrowsAsync<DomainException>(() => ExportAsync(room, format, stranger));
            Assert.Equal(CatalogReasons.CourseNotFound, refusal.Reason);
        }
    }

    private Task<ExportedStudents> ExportAsync(Classroom room, TableFormat format, Actor? caller = null) =>
        school.DoAsync<ExportStudents, ExportedStudents>(e =>
            e.ExecuteAsync(caller ?? room.Owner, room.Course.Id, StudentFilter.All, "", format, CancellationToken.None)
        );

    private async Task<byte[]> DownloadAsync(Classroom room, TableFormat format)
    {
        using var http = new HttpClient();
        return await http.GetByteArrayAsync(new Uri((await ExportAsync(room, format)).Url));
    }
}

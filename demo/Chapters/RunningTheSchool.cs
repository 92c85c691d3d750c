using ESchool.Contracts.Administration.V1;
using ESchool.Contracts.Learning.V1;
using ESchool.Contracts.Payments.V1;
using ESchool.Demo.Props;
using Google.Type;

namespace ESchool.Demo.Chapters;

/// <summary>The instructor looks at her students and sales, and the administrator at the school.</summary>
public static class RunningTheSchool
{
    public static async Task PlayAsync(Cast cast)
    {
        await ReportAsync(cast);

        // What changes the school for everybody takes a fresh sign-in.
        await cast.Admin.SignInAsync();
        await LookAsync(cast);
        await AnnounceAsync(cast);
    }

    private static async Task ReportAsync(Cast cast)
    {
        var today = System.DateTime.UtcNow;
        var sales = await new SalesService.SalesServiceClient(cast.Channel).GetSalesReportAsync(
            new GetSalesReportRequest
            {
                FirstDay = DayOf(today.AddDays(-1)),
                LastDay = DayOf(today),
                Dimension = GetSalesReportRequest.Types.Dimension.Item,
            },
            cast.Instructor.Headers
        );
        var line = sales.Lines.FirstOrDefault(l => l.Value == cast.Course) ?? throw new StoryException("The report has no sales of the course.");
        cast.Narrator.Step(
            $"{cast.Instructor.Name} sold {line.SaleCount} times, {line.RefundCount} was refunded; earned {line.EarnedAmount.Show()}, {line.NetAmount.Show()} of it stays"
        );
        var funnel = (
            await new StudentReportService.StudentReportServiceClient(cast.Channel).GetCourseEngagementAsync(
                new GetCourseEngagementRequest { Course = cast.Course },
                cast.Instructor.Headers
            )
        ).Funnel;
        cast.Narrator.Step($"her course has {funnel.EnrolledCount} students, {funnel.CompletedCount} completed it");
    }

    private static async Task LookAsync(Cast cast)
    {
        var overview = (
            await new AdministrationService.AdministrationServiceClient(cast.Channel).GetOverviewAsync(new GetOverviewRequest(), cast.Admin.Headers)
        ).Overview;
        var unhealthy = overview.Dependencies.Where(dependency => !dependency.Healthy).Select(dependency => dependency.Component).ToList();
        var letters = overview.Queues.Single(queue => queue.Kind == Queue.Types.Kind.DeadLetters);
        if (unhealthy.Count > 0 || letters.Count > 0)
        {
            throw new StoryException($"Something is wrong with the school: {letters.Count} dead letters; not healthy: {string.Join(", ", unhealthy)}.");
        }

        foreach (var takings in overview.LastThirtyDays)
        {
            cast.Narrator.Step($"the school took {takings.Sales.Show()} in {takings.SaleCount} payments and gave {takings.Refunds.Show()} back");
        }

        var waiting = overview.Queues.Where(queue => queue.Count > 0).Select(queue => $"{queue.Count} × {queue.Kind}").ToList();
        cast.Narrator.Step(waiting.Count > 0 ? $"it waits for: {string.Join(", ", waiting)}" : "nothing waits for the staff");
        cast.Narrator.Step($"{overview.Days[^1].NewUserCount} people joined today; all of {overview.Dependencies.Count} dependencies are well");
    }

    /// <summary>A notice for everybody, taken back again.</summary>
    private static async Task AnnounceAsync(Cast cast)
    {
        var settings = new SettingsService.SettingsServiceClient(cast.Channel);
        var setting = (
            await settings.UpdateSettingAsync(
                new UpdateSettingRequest
                {
                    Name = "settings/school.notice",
                    Value = "Maintenance on Sunday at 06:00 UTC.",
                    Reason = "The database moves.",
                },
                cast.Admin.Headers
            )
        ).Setting;
        var catalog = new Contracts.Catalog.V1.CatalogService.CatalogServiceClient(cast.Channel);
        await Polling.UntilAsync(
            "The notice",
            TimeSpan.FromSeconds(10),
            async () =>
                (await catalog.GetSchoolAsync(new Contracts.Catalog.V1.GetSchoolRequest())).School is { } school && school.Notice == setting.Value
                    ? school
                    : null
        );
        cast.Narrator.Step($"every visitor now reads: {setting.Value}");
        var change = (await settings.ListSettingChangesAsync(new ListSettingChangesRequest { Subject = setting.Name }, cast.Admin.Headers)).Changes[0];
        await settings.RevertSettingChangeAsync(new RevertSettingChangeRequest { Name = change.Name, Reason = "It does not." }, cast.Admin.Headers);
        cast.Narrator.Step("and the administrator took it back; the history keeps both");
    }

    private static Date DayOf(System.DateTime day) =>
        new()
        {
            Year = day.Year,
            Month = day.Month,
            Day = day.Day,
        };
}

using ESchool.Api.Calls.Wire;
using ESchool.Application.Administration.Overviews;
using Wire = ESchool.Contracts.Administration.V1;

namespace ESchool.Api.Administration;

internal static class OverviewMapping
{
    public static Wire.Overview ToWire(this Overview overview) =>
        new()
        {
            ReadTime = overview.At.ToWire(),
            Queues = { overview.Queues.Select(ToWire) },
            Today = { overview.TakingsOf(1).Select(ToWire) },
            LastSevenDays = { overview.TakingsOf(7).Select(ToWire) },
            LastThirtyDays = { overview.TakingsOf(GetOverview.Days).Select(ToWire) },
            Days = { overview.Days.Select(ToWire) },
            FailingSweeps = { overview.FailingSweeps.Select(ToWire) },
            AssetCount = overview.Assets,
            AssetBytes = overview.SourceBytes,
        };

    private static Wire.Queue ToWire(QueueFigures queue) =>
        new()
        {
            Kind = (Wire.Queue.Types.Kind)queue.Kind,
            Count = queue.Count,
            More = queue.IsMore,
            OldestTime = queue.OldestSince.ToWire(),
        };

    private static Wire.Takings ToWire(Takings takings) =>
        new()
        {
            Sales = takings.Sales.ToWire(),
            SaleCount = takings.SaleCount,
            Refunds = takings.Refunds.ToWire(),
            RefundCount = takings.RefundCount,
        };

    private static Wire.DayFigures ToWire(DayFigures figures) =>
        new()
        {
            Date = figures.Day.ToWire(),
            NewUserCount = figures.NewUsers,
            EnrollmentCount = figures.Enrollments,
            CertificateCount = figures.Certificates,
            Takings = { figures.Takings.Select(ToWire) },
        };

    private static Wire.FailingSweep ToWire(FailingSweep sweep) =>
        new()
        {
            Sweep = sweep.Sweep,
            RowCount = sweep.Rows,
            MostFailures = sweep.MostFailures,
        };
}

using System.Runtime.InteropServices;
using ESchool.Bench.Harness;
using ESchool.Bench.Measures.Administration;
using ESchool.Bench.Measures.Catalog;
using ESchool.Bench.Measures.Certificates;
using ESchool.Bench.Measures.Chat;
using ESchool.Bench.Measures.Identity;
using ESchool.Bench.Measures.Ledger;
using ESchool.Bench.Measures.Media;
using ESchool.Bench.Measures.Programs;
using ESchool.Bench.Measures.Reports;
using ESchool.Bench.Measures.Watch;
using ESchool.Bench.Measures.Work;

IMeasure[] measures =
[
    new WatchMeasure(),
    new WatchCrashMeasure(),
    new CourseMeasure(),
    new SearchMeasure(),
    new ChatMeasure(),
    new ChatWebMeasure(),
    new IdleMeasure(),
    new CertificateMeasure(),
    new LoginMeasure(),
    new LadderMeasure(),
    new WorkMeasure(),
    new LedgerMeasure(),
    new ReportsMeasure(),
    new ExportsMeasure(),
    new StartMeasure(),
];
const long NeededBytes = 12L << 30;

BenchOptions options;
try
{
    options = BenchOptions.Parse(args, measures.Select(m => m.Name));
}
catch (ArgumentException fault)
{
    Console.Error.WriteLine(fault.Message);
    return 2;
}

if (new DriveInfo(Environment.CurrentDirectory).AvailableFreeSpace < NeededBytes)
{
    Console.Error.WriteLine($"The bench needs {NeededBytes >> 30} GiB of free disk in {Environment.CurrentDirectory}.");
    return 2;
}

if (options.CheckOnly)
{
    return 0;
}

// Some callers block their thread while they wait.
ThreadPool.SetMinThreads(32, 32);
using var stop = new CancellationTokenSource();
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
var report = new BenchReport(options);
foreach (var measure in measures.Where(m => options.Names.Contains(m.Name)))
{
    Console.Error.WriteLine($"{measure.Name} …");
    var findings = new Findings(measure.Name);
    try
    {
        await measure.RunAsync(options, findings, stop.Token);
        report.Add(findings);
    }
    catch (Exception fault) when (!stop.IsCancellationRequested)
    {
        report.AddFailure(measure.Name, fault);
    }
    catch (OperationCanceledException)
    {
        Console.Error.WriteLine("interrupted");
        return 130;
    }
}

report.Print();
return report.HasFailures ? 1 : 0;

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stop.Cancel();
}

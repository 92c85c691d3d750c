namespace ESchool.Application.Media.Ffmpeg.Sandbox;

/// <summary>A program to run on a file that nobody trusts.</summary>
/// <param name="Program">The program's name, found on the PATH.</param>
/// <param name="Arguments">Its arguments, one each: no shell ever sees them.</param>
/// <param name="WorkingDirectory">A private directory.</param>
/// <param name="Limits">What it may use.</param>
/// <param name="OnLine">Gets every line of its output, on one thread at a time; what it throws ends the program.</param>
public sealed record SandboxedCommand(string Program, IReadOnlyList<string> Arguments, string WorkingDirectory, ProcessLimits Limits, Action<string> OnLine);

/// <summary>What a process may use.</summary>
/// <param name="WallClock">Time from start to end.</param>
/// <param name="Cpu">Processor time of all its threads together; whole seconds.</param>
/// <param name="MemoryBytes">Address space.</param>
/// <param name="FileBytes">The size of any one file it writes.</param>
public sealed record ProcessLimits(TimeSpan WallClock, TimeSpan Cpu, long MemoryBytes, long FileBytes);

/// <summary>How a sandboxed process ended.</summary>
/// <param name="ExitCode">Its exit code; 128 and the signal's number when a signal ended it.</param>
/// <param name="Errors">The last part of what it wrote to its error output.</param>
/// <param name="TimedOut">True when it was killed for its wall clock limit.</param>
public sealed record ProcessOutcome(int ExitCode, string Errors, bool TimedOut)
{
    private const int SignalBase = 128;
    private const int CpuTimeSignal = 24;
    private const int FileSizeSignal = 25;

    /// <summary>True when it ended well.</summary>
    public bool Succeeded => ExitCode == 0 && !TimedOut;

    /// <summary>The limit that ended it, in words, or null.</summary>
    public string? ExceededLimit =>
        this switch
        {
            { TimedOut: true } => "time",
            { ExitCode: 0 } => null,
            { ExitCode: SignalBase + CpuTimeSignal } => "computing time",

            // ffmpeg catches the signal and ends by itself, with these words.
            { Errors: var errors } when errors.Contains("received signal 24", StringComparison.Ordinal) => "computing time",
            { ExitCode: SignalBase + FileSizeSignal } => "file size",
            { Errors: var errors } when errors.Contains("File too large", StringComparison.Ordinal) => "file size",
            { Errors: var errors } when errors.Contains("Cannot allocate memory", StringComparison.Ordinal) => "memory",
            _ => null,
        };
}

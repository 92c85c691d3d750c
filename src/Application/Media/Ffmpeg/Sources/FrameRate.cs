using System.Globalization;

namespace ESchool.Application.Media.Ffmpeg.Sources;

/// <summary>An exact number of frames per second, such as 30000/1001.</summary>
/// <param name="Numerator">Frames.</param>
/// <param name="Denominator">Seconds; not 0.</param>
public readonly record struct FrameRate(int Numerator, int Denominator)
{
    // Of frames that are shown when they are due, whatever the average is: above it, a rate is the clock's resolution.
    private const double HighestNominal = 120;
    private const double SameRate = 0.02;

    /// <summary>False for what is a clock's resolution rather than a rate.</summary>
    public bool IsPlausible => Value <= HighestNominal;

    /// <summary>Frames per second.</summary>
    public double Value => (double)Numerator / Denominator;

    /// <summary>
    /// The rate to show a stream at, from ffprobe's two: a stream with a steady rate has it as <c>r_frame_rate</c>; a stream without (phones,
    /// screen recordings) has one there that fits all its frames' times, which may be the clock's.
    /// </summary>
    /// <returns>Null when neither makes sense.</returns>
    public static FrameRate? Of(string? nominal, string? average)
    {
        if (Parse(nominal) is not { } first)
        {
            return Parse(average);
        }

        var steady = Parse(average) is not { } second || Math.Abs((first.Value / second.Value) - 1) < SameRate;
        return steady || first.Value <= HighestNominal ? first : new FrameRate(30, 1);
    }

    /// <summary>Reads <c>30000/1001</c>.</summary>
    public static FrameRate? Parse(string? text)
    {
        var parts = text?.Split('/') ?? [];
        return
            parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var numerator)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var denominator)
            && numerator > 0
            && denominator > 0
            ? new FrameRate(numerator, denominator)
            : null;
    }

    /// <summary>
    /// The rate itself when it is at most the maximum, otherwise the fastest whole part of it: of 50 frames every second one makes 25, whereas
    /// 30 of 50 would stutter. Under the minimum, frames are shown more than once.
    /// </summary>
    public FrameRate Within(int minimum, int maximum)
    {
        if (Value < minimum)
        {
            return new FrameRate(minimum, 1);
        }

        // 30.01 is a 30 that was measured badly.
        var part = (int)Math.Ceiling((Value / maximum) - 0.005);
        return part <= 1 ? this
            : (long)Denominator * part <= int.MaxValue && Value / part >= minimum ? new FrameRate(Numerator, Denominator * part)
            : new FrameRate(maximum, 1);
    }

    /// <summary>As ffmpeg reads it.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Numerator}/{Denominator}");
}

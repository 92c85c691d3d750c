namespace ESchool.Application.Work;

/// <summary>The work can't be done yet, and that is no failure: it is tried again later, and uses up no try.</summary>
/// <param name="message">Why.</param>
/// <param name="pause">How long to wait.</param>
public class NotYetException(string message, TimeSpan pause) : Exception(message)
{
    /// <summary>How long to wait.</summary>
    public TimeSpan Pause { get; } = pause;
}

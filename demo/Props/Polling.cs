namespace ESchool.Demo.Props;

/// <summary>Waits for something by looking again and again, up to a deadline.</summary>
public static class Polling
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    public static async Task<T> UntilAsync<T>(string what, TimeSpan atMost, Func<Task<T?>> look)
        where T : class
    {
        var deadline = DateTime.UtcNow + atMost;
        while (DateTime.UtcNow < deadline)
        {
            if (await look() is { } found)
            {
                return found;
            }

            await Task.Delay(Pause);
        }

        throw new StoryException($"{what} did not happen within {atMost.TotalSeconds:0} s.");
    }
}

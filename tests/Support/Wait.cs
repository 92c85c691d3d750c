namespace ESchool.Tests.Support;

/// <summary>Waits for a condition by looking again and again, up to a deadline.</summary>
public static class Wait
{
    public static async Task<T> UntilAsync<T>(string what, Func<Task<T?>> look, int seconds = 60)
    {
        var deadline = DateTime.UtcNow.AddSeconds(seconds);
        while (DateTime.UtcNow < deadline)
        {
            if (await look() is { } found && found is not false)
            {
                return found;
            }

            await Task.Delay(50);
        }

        throw new TimeoutException($"{what} did not happen within {seconds} s.");
    }
}

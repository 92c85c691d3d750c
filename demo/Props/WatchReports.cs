using ESchool.Contracts.Learning.V1;
using Google.Protobuf.WellKnownTypes;

namespace ESchool.Demo.Props;

/// <summary>Reports what a player plays, as a player does.</summary>
public sealed class WatchReports(LearningService.LearningServiceClient learning, Person student, string lesson, int seconds)
{
    private readonly string sessionId = Guid.NewGuid().ToString();
    private int sequence;

    public int Seconds => seconds;

    public async Task<RecordWatchResponse> ReportAsync(int from, int to) =>
        await learning.RecordWatchAsync(
            new RecordWatchRequest
            {
                Name = lesson,
                SessionId = sessionId,
                Sequence = ++sequence,
                Ranges =
                {
                    new VideoRange
                    {
                        StartPosition = new Duration { Seconds = from },
                        EndPosition = new Duration { Seconds = to },
                    },
                },
                Position = Duration.FromTimeSpan(TimeSpan.FromSeconds(to)),
            },
            student.Headers
        );

    /// <summary>Plays from the beginning to the end in real time.</summary>
    public async Task<RecordWatchResponse> WatchAsync(int secondsPerReport, Action<int> progress)
    {
        RecordWatchResponse? last = null;
        for (var position = 0; position < seconds; position += secondsPerReport)
        {
            var end = Math.Min(seconds, position + secondsPerReport);
            await Task.Delay(TimeSpan.FromSeconds(end - position));
            last = await ReportAsync(position, end);
            progress(end * 100 / seconds);
        }

        return last ?? throw new StoryException("The lecture has no length.");
    }
}

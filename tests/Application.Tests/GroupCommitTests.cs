namespace ESchool.Application.Tests;

public sealed class GroupCommitTests
{
    private readonly List<IReadOnlyList<int>> batches = [];
    private TaskCompletionSource gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WhatComesDuringAFlush_IsTheNextBatch()
    {
        var commits = Commits();
        var first = commits.RunAsync(1, Stop);
        await FlushesAsync(1);
        var others = Enumerable.Range(2, 5).Select(i => commits.RunAsync(i, Stop)).ToList();
        gate.SetResult();

        Assert.Equal(10, await first);
        var answers = await Task.WhenAll(others);
        Assert.Equal("20 30 40 50 60", string.Join(' ', answers));
        Assert.Equal(
            [
                [1],
                [2, 3, 4, 5, 6],
            ],
            batches
        );
    }

    [Fact]
    public async Task ABatch_IsNeverLargerThanItsMaximum()
    {
        var commits = Commits(maximumBatch: 3);
        var first = commits.RunAsync(0, Stop);
        await FlushesAsync(1);
        var others = Enumerable.Range(1, 7).Select(i => commits.RunAsync(i, Stop)).ToList();
        gate.SetResult();
        await Task.WhenAll([first, .. others]);
        Assert.Equal([1, 3, 3, 1], batches.Select(b => b.Count));
    }

    [Fact]
    public async Task ARefusal_IsForItsOwnCallerOnly()
    {
        var commits = Commits();
        var first = commits.RunAsync(1, Stop);
        await FlushesAsync(1);
        var (good, bad) = (commits.RunAsync(2, Stop), commits.RunAsync(-3, Stop));
        gate.SetResult();

        Assert.Equal(10, await first);
        Assert.Equal(20, await good);
        await Assert.ThrowsAsync<ArgumentException>(() => bad);
    }

    [Fact]
    public async Task AFailedFlush_IsToldToEverybodyInIt_AndTheNextGoesOn()
    {
        var commits = Commits();
        var first = commits.RunAsync(1, Stop);
        await FlushesAsync(1);
        var second = commits.RunAsync(2, Stop);
        gate.SetException(new IOException("gone"));
        await Assert.ThrowsAsync<IOException>(() => first);
        await Assert.ThrowsAsync<IOException>(() => second);

        gate = new TaskCompletionSource();
        gate.SetResult();
        Assert.Equal(30, await commits.RunAsync(3, Stop));
    }

    [Fact]
    public async Task WhoeverGivesUp_StopsNobodyElse()
    {
        using var impatient = new CancellationTokenSource();
        var commits = Commits();
        var first = commits.RunAsync(1, impatient.Token);
        await FlushesAsync(1);
        var second = commits.RunAsync(2, Stop);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        gate.SetResult();
        Assert.Equal(20, await second);
        Assert.Equal(
            [
                [1],
                [2],
            ],
            batches
        );
    }

    [Fact]
    public async Task AThousandCallers_AreEachAnsweredTheirOwn()
    {
        gate.SetResult();
        var commits = Commits(maximumBatch: 64, flushes: 2);
        var answers = await Task.WhenAll(Enumerable.Range(0, 1_000).Select(i => Task.Run(() => commits.RunAsync(i, Stop), Stop)));
        Assert.Equal(Enumerable.Range(0, 1_000).Select(i => i * 10), answers);
        Assert.Equal(1_000, batches.Sum(b => b.Count));
    }

    private GroupCommit<int, int> Commits(int maximumBatch = 100, int flushes = 1) =>
        new(
            async requests =>
            {
                lock (batches)
                {
                    batches.Add([.. requests]);
                }

                await gate.Task;
                return [.. requests.Select(i => i < 0 ? Outcome<int>.Refused(new ArgumentException("negative")) : Outcome<int>.Of(i * 10))];
            },
            maximumBatch,
            flushes
        );

    private async Task FlushesAsync(int count) =>
        await ESchool.Tests.Support.Wait.UntilAsync(
            $"{count} flushes",
            () =>
            {
                lock (batches)
                {
                    return Task.FromResult(batches.Count == count);
                }
            }
        );
}

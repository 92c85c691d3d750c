using System.Collections.Concurrent;
using ESchool.Api.Tests.Json;
using ESchool.Api.Tests.Matrix;
using ESchool.Contracts.Options.V1;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Api.Tests;

/// <summary>Every rpc of the contract as every kind of caller, against the declared table access-matrix.txt.</summary>
public sealed class AccessMatrixTests(AccessMatrixTests.UnlimitedApiFixture fixture) : IClassFixture<AccessMatrixTests.UnlimitedApiFixture>
{
    /// <summary>Refusals that say something about the request or the state of things: whoever gets one was let in.</summary>
    private static readonly StatusCode[] AboutTheRequest =
    [
        StatusCode.InvalidArgument,
        StatusCode.FailedPrecondition,
        StatusCode.AlreadyExists,
        StatusCode.Aborted,
        StatusCode.Unauthenticated,
        StatusCode.Unavailable,
    ];

    private static readonly string[] ReadingVerbs = ["Get", "List", "Search", "BatchGet"];

    [Fact]
    public void EveryRpc_HasALine_AndEveryLineAnRpc()
    {
        var declared = MatrixTable.Lines.Select(line => line.Rpc).Distinct().ToList();
        Assert.Empty(MatrixTable.Contract.Keys.Except(declared));
        Assert.Empty(declared.Except(MatrixTable.Contract.Keys));
    }

    [Fact]
    public Task EveryCaller_GetsWhatTheTableSays() =>
        ExpectTableAsync(
            MatrixTable.Lines,
            (line, world, caller, request) =>
                RawCalls.CallAsync(fixture.Channel, MatrixTable.Contract[line.Rpc], request, world.TokenOf(caller), () => world.NudgeAsync(caller))
        );

    /// <summary>Over JSON nobody gets in who does not over gRPC.</summary>
    [Fact]
    public async Task EveryCaller_GetsTheSameOverJson()
    {
        using var http = new HttpClient { BaseAddress = fixture.Api.Web };
        var lines = MatrixTable.Lines.Where(line => MatrixTable.Contract.TryGetValue(line.Rpc, out var rpc) && HttpCalls.RuleOf(rpc) is not null).ToList();
        Assert.NotEmpty(lines);
        await ExpectTableAsync(
            lines,
            (line, world, caller, request) => HttpCalls.CallAsync(http, MatrixTable.Contract[line.Rpc], request, world.TokenOf(caller))
        );
    }

    private async Task ExpectTableAsync(IReadOnlyList<MatrixLine> lines, Func<MatrixLine, MatrixWorld, string, string, Task<CallEnd>> call)
    {
        var suspended = await MatrixWorld.SuspendedTokenAsync(fixture);
        var differences = new ConcurrentBag<string>();
        Task<CallEnd> CallAsync(MatrixLine line, MatrixWorld world, string caller, string request) => call(line, world, caller, MatrixWorld.FillFresh(request));
        await ForEachLineAsync(
            lines,
            async line =>
            {
                var world = await MatrixWorld.MakeAsync(fixture, suspended);
                var request = await world.FillAsync(line.Request);
                await world.FillAsync(line.With);

                // Who is kept out comes first, while everything is there, and again when those let in have done what they do.
                var keptOut = MatrixTable.Callers.Where(caller => line.Cells[caller] is "U" or "D" or "R" or "N").ToList();
                var letIn = MatrixTable.Callers.Where(caller => line.Cells[caller] != ".").Except(keptOut);
                foreach (var caller in keptOut.Concat(letIn).Concat(keptOut))
                {
                    var end = await CallAsync(line, world, caller, request);
                    if (!Fits(line, line.Cells[caller], end))
                    {
                        differences.Add($"{line.Number, 4}: {line.Rpc} as {caller}: {line.Cells[caller]} is declared, it was {end}");
                    }

                    if (end.Code == StatusCode.NotFound && await CallAsync(line, world, caller, world.FillAbsent(line.Request)) is var absent && absent != end)
                    {
                        differences.Add($"{line.Number, 4}: {line.Rpc} as {caller}: {end}, but {absent} for what does not exist");
                    }
                }
            }
        );
        RequireNone(differences);
    }

    [Fact]
    public async Task AnOldSignIn_AndAMissingSecondFactor_AreRefusedWhereTheContractSays_AndNowhereElse()
    {
        var differences = new ConcurrentBag<string>();
        await ForEachLineAsync(
            [.. MatrixTable.Lines.DistinctBy(line => line.Rpc)],
            async line =>
            {
                var options = MatrixTable.Contract[line.Rpc].GetOptions();
                var access = options.GetExtension(OptionsExtensions.Access);
                var caller = access switch
                {
                    Access.Admin or Access.Support => MatrixWorld.Admin,
                    Access.Instructor => MatrixWorld.Instructor,
                    _ => MatrixWorld.Owner,
                };
                await ExpectAsync(
                    "STEP_UP_REQUIRED",
                    line,
                    caller,
                    options.GetExtension(OptionsExtensions.StepUp),
                    differences,
                    (db, session) =>
                        db
                            .Sessions.Where(s => s.Id == session)
                            .ExecuteUpdateAsync(set => set.SetProperty(s => s.AuthenticatedAt, s => s.AuthenticatedAt.AddMinutes(-11)))
                );
                await ExpectAsync(
                    "SECOND_FACTOR_REQUIRED",
                    line,
                    caller,
                    access is Access.Admin or Access.Support,
                    differences,
                    (db, session) =>
                        db.Sessions.Where(s => s.Id == session).ExecuteUpdateAsync(set => set.SetProperty(s => s.SecondFactorAt, (DateTimeOffset?)null))
                );
            }
        );
        RequireNone(differences);
    }

    private async Task ExpectAsync(
        string reason,
        MatrixLine line,
        string caller,
        bool expected,
        ConcurrentBag<string> differences,
        Func<Data.SchoolDbContext, Guid, Task<int>> weaken
    )
    {
        var world = await MatrixWorld.MakeAsync(fixture, "");
        var request = await world.FillAsync(line.Request);
        await fixture.School.ReadAsync(db => weaken(db, world.ActorOf(caller).SessionId));
        var end = await CallAsync(line, world, caller, request);
        if (
            expected != (end.Code == StatusCode.PermissionDenied && end.Reason == reason)
            || end.Code is StatusCode.Internal or StatusCode.Unknown or StatusCode.Unimplemented
        )
        {
            differences.Add($"{line.Rpc}: {(expected ? reason : $"not {reason}")} is declared, it was {end}");
        }
    }

    private Task<CallEnd> CallAsync(MatrixLine line, MatrixWorld world, string caller, string request) =>
        RawCalls.CallAsync(
            fixture.Channel,
            MatrixTable.Contract[line.Rpc],
            MatrixWorld.FillFresh(request),
            world.TokenOf(caller),
            () => world.NudgeAsync(caller)
        );

    private static bool Fits(MatrixLine line, string cell, CallEnd end) =>
        (cell, end) switch
        {
            ("U", { Code: StatusCode.Unauthenticated, Reason: "ACCESS_TOKEN_INVALID" }) => true,
            ("D", { Code: StatusCode.PermissionDenied, Reason: "ROLE_MISSING" }) => true,
            ("R", { Code: StatusCode.PermissionDenied, Reason: "AUTHOR_ROLE_MISSING" }) => true,
            ("N", { Code: StatusCode.NotFound, Reason: not null }) => true,
            ("OK", { Code: StatusCode.OK }) => !(end.IsEmpty && IsRead(line)),
            ("E", { Code: StatusCode.OK }) => end.IsEmpty && IsRead(line),
            ("A", { Code: StatusCode.OK }) => true,
            ("A", { Reason: not (null or "ACCESS_TOKEN_INVALID") }) => AboutTheRequest.Contains(end.Code),
            _ => false,
        };

    private static void RequireNone(IEnumerable<string> differences)
    {
        var all = differences.Distinct().Order().ToList();
        Assert.True(all.Count == 0, $"{all.Count} differences:\n{string.Join('\n', all)}");
    }

    private static bool IsRead(MatrixLine line) => ReadingVerbs.Any(verb => MatrixTable.Contract[line.Rpc].Name.StartsWith(verb, StringComparison.Ordinal));

    private static Task ForEachLineAsync(IReadOnlyList<MatrixLine> lines, Func<MatrixLine, Task> act) =>
        Parallel.ForEachAsync(
            lines.Where(line => MatrixTable.Contract.ContainsKey(line.Rpc)),
            new ParallelOptions { MaxDegreeOfParallelism = 4 },
            async (line, _) => await act(line)
        );

    /// <summary>Without rates: thousands of calls come from one address.</summary>
    public sealed class UnlimitedApiFixture : ApiFixture
    {
        protected override (string Key, string Value)[] Settings => [("Calls__RateLimits__Enabled", "false"), ("Identity__FreeFailuresPerAddress", "1000000")];
    }
}

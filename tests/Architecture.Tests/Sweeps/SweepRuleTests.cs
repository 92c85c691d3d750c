using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ESchool.Architecture.Tests.Sweeps;

/// <summary>
/// Whatever walks over rows by the clock does so with the <c>Sweep</c>, where a row that fails keeps none behind it waiting. The source is read a class at a
/// time: a loop, and the methods of its class that it calls. What it leaves to another class is that class's matter.
/// </summary>
public sealed class SweepRuleTests
{
    private static readonly IReadOnlyList<WrittenClass> Classes = [.. WrittenClass.In("src/Application", "src/Workers")];

    [Fact]
    public void ARecurringJob_LeavesTheRowsItWalksOver_ToTheSweep()
    {
        var jobs = RegisteredJobs.All.Select(registered => registered.Job.Type.Name).ToList();
        var sources = Classes.Where(c => jobs.Contains(c.Name) || c.Parameter("Sweep") is not null).ToList();
        Assert.Empty(jobs.Except(sources.Select(c => c.Name)));
        Assert.Empty(sources.SelectMany(WalksOnItsOwn));
    }

    [Fact]
    public void NothingButTheSweep_CatchesEverything_InALoopOverRows() => Assert.Empty(Classes.Where(c => c.Name != "Sweep").SelectMany(CatchesEverything));

    [Theory]
    [InlineData("(Events events)", "async Task ExecuteAsync() { foreach (var e in await events.ListAsync()) { await TryAsync(e); } }")]
    [InlineData(
        "(Sweep sweep)",
        "Task ExecuteAsync() => AskAsync(); private async Task AskAsync() { while (await NextAsync() is { } id) { await StoreAsync(id); } }"
    )]
    [InlineData(
        "(Sweep sweep)",
        "async Task ExecuteAsync() { foreach (var id in ids) { await DoAsync(id); } await sweep.RunAsync(Due, (c, id) => c.OneAsync(id)); }"
    )]
    public void AWalkOfItsOwn_IsFound(string parameters, string method) => Assert.Single(WalksOnItsOwn(ClassWith(parameters, method)));

    [Theory]
    [InlineData("(Events events)", "async Task ExecuteAsync() { foreach (var e in await events.ListAsync()) { Log(e); } }")]
    [InlineData("(Sweep sweep)", "async Task ExecuteAsync() { while (await NextAsync() > 0) { } } private Task<int> NextAsync() => sweep.RunAsync(Due, One);")]
    [InlineData(
        "(Sweep sweep)",
        "Task ExecuteAsync() => sweep.RunAsync(Due, (c, id) => c.OneAsync(id)); async Task OneAsync() { foreach (var k in keys) { await AAsync(k); } }"
    )]
    public void WhatIsNoWalk_OrTheSweeps_IsNotFound(string parameters, string method) => Assert.Empty(WalksOnItsOwn(ClassWith(parameters, method)));

    [Theory]
    [InlineData("", "void M() { foreach (var row in rows) { try { Do(row); } catch (Exception e) { Log(e); } } }")]
    [InlineData("", "void M() { for (var i = 0; i < 9; i++) { Try(i); } } private void Try(int i) { try { Do(i); } catch { } }")]
    [InlineData(
        "",
        "void M() { foreach (var row in rows) { Try(row); } } private void Try(int row) { try { Do(row); } catch (Exception e) when (!isOver) { Log(e); } }"
    )]
    [InlineData("", "void M() { foreach (var row in rows) { try { Do(row); } catch (Exception e) when (e is not OperationCanceledException) { Log(e); } } }")]
    [InlineData("", "async Task M() { while (await reader.ReadAsync()) { try { Do(); } catch (Exception e) { Log(e); } } }")]
    [InlineData("(SchoolDbContext db)", "void M() { while (Next() is { } row) { try { Do(row); } catch (Exception e) { Log(e); } } }")]
    public void ACatchOfEverything_InALoop_IsFound(string parameters, string method) => Assert.Single(CatchesEverything(ClassWith(parameters, method)));

    [Theory]
    [InlineData("async Task M() { while (!token.IsCancellationRequested) { try { await ListenAsync(); } catch (Exception e) { Log(e); } } }")]
    [InlineData("void M() { foreach (var row in rows) { try { Do(row); } catch (DomainException e) { Log(e); } } }")]
    [InlineData("void M() { foreach (var row in rows) { try { Do(row); } catch (Exception e) when (e is IOException or TimeoutException) { Log(e); } } }")]
    [InlineData("void M() { foreach (var row in rows) { try { Do(row); } catch { Undo(); throw; } } }")]
    [InlineData("void M() { try { foreach (var row in rows) { Do(row); } } catch (Exception e) { Log(e); } }")]
    public void AnotherCatch_IsNotFound(string method) => Assert.Empty(CatchesEverything(ClassWith("", method)));

    private static WrittenClass ClassWith(string parameters, string method) => WrittenClass.Parse($"class C{parameters} {{ public {method} }}").Single();

    /// <summary>The loops in which something is awaited for each row, and that neither call the Sweep nor are part of what it does for one row.</summary>
    private static IEnumerable<string> WalksOnItsOwn(WrittenClass job)
    {
        var sweep = job.Parameter("Sweep");
        return from code in job.Reach(job.Doors, IsGivenToTheSweep)
            from loop in code.DescendantNodes(node => !IsGivenToTheSweep(node)).Where(WrittenClass.IsLoop)
            where WrittenClass.Awaits(loop)
            where !job.Reach([loop], _ => false).SelectMany(reached => reached.DescendantNodes()).Any(IsOfTheSweep)
            select At(job, loop);

        bool IsOfTheSweep(SyntaxNode node) =>
            node is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax called } && called.Identifier.Text == sweep;

        bool IsGivenToTheSweep(SyntaxNode node) => node is ArgumentListSyntax { Parent: InvocationExpressionSyntax call } && IsOfTheSweep(call.Expression);
    }

    /// <summary>A catch belongs to the loop around it, or, in a method without one, to the loops that call the method.</summary>
    private static IEnumerable<string> CatchesEverything(WrittenClass written) =>
        (
            from loop in written.Source.DescendantNodes().Where(node => IsWalk(written, node))
            from code in written.Reach([loop], _ => false)
            from clause in code.DescendantNodes().OfType<CatchClauseSyntax>()
            where IsOfEverything(clause) && (clause.Ancestors().FirstOrDefault(WrittenClass.IsLoop) is not { } around || IsWalk(written, around))
            select At(written, clause)
        ).Distinct();

    /// <summary>
    /// A <c>while</c> whose condition awaits nothing listens, or empties a queue in memory, for as long as the program runs; unless the class takes the
    /// database's context or the Sweep, and with it lives for one call.
    /// </summary>
    private static bool IsWalk(WrittenClass written, SyntaxNode node) =>
        node is WhileStatementSyntax { Condition: var condition }
            ? WrittenClass.HasAwait(condition) || (written.Parameter("SchoolDbContext") ?? written.Parameter("Sweep")) is not null
            : WrittenClass.IsLoop(node);

    /// <summary>It neither names what it catches, in its type or its filter, nor throws it on.</summary>
    private static bool IsOfEverything(CatchClauseSyntax clause) =>
        clause.Declaration?.Type.ToString() is null or "Exception" or "System.Exception"
        && clause.Block.Statements.LastOrDefault() is not ThrowStatementSyntax
        && !(clause.Filter is { } filter && filter.DescendantNodes().Any(NamesWhatItIs));

    private static bool NamesWhatItIs(SyntaxNode test) =>
        test switch
        {
            IsPatternExpressionSyntax { Pattern: var pattern } => !pattern.DescendantNodesAndSelf().Any(part => part is UnaryPatternSyntax),
            BinaryExpressionSyntax => test.IsKind(SyntaxKind.IsExpression),
            _ => false,
        };

    private static string At(WrittenClass written, SyntaxNode node) => $"{written.Name}, line {node.GetLocation().GetLineSpan().StartLinePosition.Line + 1}";
}

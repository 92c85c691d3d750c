using ESchool.Application.Ledger.Verification;
using ESchool.Domain.Ledger;
using ESchool.Tests.Support;

namespace ESchool.Application.Tests.Ledger;

/// <summary>No check and no kind of transaction is forgotten.</summary>
public sealed class LedgerCheckTests : IAsyncLifetime
{
    private TestSchool school = null!;

    public async ValueTask InitializeAsync() => school = await TestSchool.OpenAsync();

    public ValueTask DisposeAsync() => school.DisposeAsync();

    [Fact]
    public async Task EveryCheck_IsAsked()
    {
        var there = typeof(ILedgerCheck).Assembly.GetTypes().Where(type => type.IsClass && type.IsAssignableTo(typeof(ILedgerCheck)));
        var asked = await school.DoAsync<IEnumerable<ILedgerCheck>, IEnumerable<Type>>(checks => Task.FromResult(checks.Select(check => check.GetType())));
        Assert.Equal(there.Select(type => type.Name).Order(), asked.Select(type => type.Name).Order());
    }

    [Fact]
    public async Task EveryKindOfTransaction_HasOneSortOfDocument()
    {
        var kinds = await school.DoAsync<IEnumerable<ILedgerCheck>, IEnumerable<TransactionKind>>(checks =>
            Task.FromResult(checks.SelectMany(check => check.Documents).SelectMany(document => document.Kinds))
        );
        Assert.Equal(Enum.GetValues<TransactionKind>().Order(), kinds.Order());
    }
}

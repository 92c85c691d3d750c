using ESchool.Domain;
using ESchool.Domain.Ledger;

namespace ESchool.Application.Ledger.Booking;

/// <summary>Postings of what was moved on the school's balance at Stripe.</summary>
internal static class SettledPostings
{
    /// <summary>
    /// One posting where Stripe settled in the currency of the sale. Where it converted, two of the same kind and source, one in each currency, joined by the
    /// account <see cref="AccountKind.CurrencyExchange"/>.
    /// </summary>
    /// <param name="kind">What happened.</param>
    /// <param name="source">What caused it.</param>
    /// <param name="value">What was moved, in the currency of the sale, before Stripe's fee; negative when it left.</param>
    /// <param name="settlement">What it was on the balance at Stripe.</param>
    /// <param name="others">The other side, in the currency of the sale.</param>
    public static IReadOnlyList<Posting> Of(TransactionKind kind, string source, Money value, Settlement settlement, IEnumerable<PostingLine> others)
    {
        if (settlement.Amount.CurrencyCode == value.CurrencyCode)
        {
            return [Posting([Platform(AccountKind.StripeClearing, value - settlement.Fee), Platform(AccountKind.StripeFees, settlement.Fee), .. others])];
        }

        return
        [
            Posting([Platform(AccountKind.CurrencyExchange, value), .. others]),
            Posting([
                Platform(AccountKind.StripeClearing, settlement.Amount - settlement.Fee),
                Platform(AccountKind.StripeFees, settlement.Fee),
                Platform(AccountKind.CurrencyExchange, settlement.Amount with { MinorUnits = -settlement.Amount.MinorUnits }),
            ]),
        ];

        // An account that a posting does not touch is not locked for it.
        Posting Posting(PostingLine[] lines) => new(kind, source, [.. lines.Where(line => line.MinorUnits != 0)]);
    }

    /// <summary>The platform's accounts that such postings touch.</summary>
    public static IEnumerable<AccountName> AccountsOf(string currency, Settlement settlement) =>
        from code in new[] { currency, settlement.Amount.CurrencyCode }.Distinct()
        from kind in new[] { AccountKind.StripeClearing, AccountKind.StripeFees, AccountKind.CurrencyExchange }
        select AccountName.Platform(kind, code);

    private static PostingLine Platform(AccountKind kind, Money amount) => new(AccountName.Platform(kind, amount.CurrencyCode), amount.MinorUnits);
}

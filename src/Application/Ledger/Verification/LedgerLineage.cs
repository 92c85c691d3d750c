using ESchool.Domain.Ledger;
using ESchool.Domain.Payments.Disputes;
using ESchool.Domain.Payments.Refunds;
using ESchool.Domain.Payouts;

namespace ESchool.Application.Ledger.Verification;

/// <summary>Whether every posting has its document, and every document its postings: each check selects a sentence for everything that is wrong.</summary>
internal static class LedgerLineage
{
    private static readonly int[] PaidInto =
        [(int)AccountKind.StripeClearing, (int)AccountKind.StripeFees, (int)AccountKind.OutsidePayments, (int)AccountKind.CurrencyExchange];

    private static readonly int[] AtStripe = [(int)AccountKind.StripeClearing, (int)AccountKind.StripeFees, (int)AccountKind.CurrencyExchange];
    private static readonly int[] OrderKinds = [(int)TransactionKind.Sale, (int)TransactionKind.HoldRelease];
    private static readonly int[] RefundKinds = [(int)TransactionKind.Refund, (int)TransactionKind.RefundReturn];
    private static readonly int[] DisputeKinds = [(int)TransactionKind.DisputeOpened, (int)TransactionKind.DisputeWon, (int)TransactionKind.DisputeLost];
    private static readonly int[] MonthKinds = [(int)TransactionKind.RevenueRecognition];
    private static readonly int[] CreditKinds = [(int)TransactionKind.CreditGranted];
    private static readonly int[] PayoutKinds = [(int)TransactionKind.PayoutRequest, (int)TransactionKind.PayoutReturn, (int)TransactionKind.PayoutPaid];
    private static readonly int[] ReversalKinds = [(int)TransactionKind.TransferReversed];
    private static readonly int[] ReturnedStates = [.. Payout.ReturnedStates.Select(state => (int)state)];

    public static IReadOnlyList<FormattableString> Checks { get; } =
    [
        $"""
        SELECT format('Transaction %s refers to %s, which is not there.', t.id, t.source) AS "Value"
        FROM ledger.transactions t
        LEFT JOIN (
            SELECT 'orders/' || id AS name, {OrderKinds} AS kinds FROM payments.orders
            UNION ALL SELECT 'refunds/' || id, {RefundKinds} FROM payments.refunds
            UNION ALL SELECT 'disputes/' || id, {DisputeKinds} FROM payments.disputes
            UNION ALL SELECT 'membershipMonths/' || id, {MonthKinds} FROM memberships.months
            UNION ALL SELECT 'membershipCredits/' || id, {CreditKinds} FROM memberships.credits
            UNION ALL SELECT 'payouts/' || id, {PayoutKinds} FROM payouts.payouts
            UNION ALL SELECT 'payouts/' || payout_id || '/reversals/' || id, {ReversalKinds} FROM payouts.transfer_reversals) d ON d.name = t.source AND t.kind = ANY (d.kinds)
        WHERE d.name IS NULL
        """,

        // Every paid order that cost something has its sale; every sale has its order.
        $"""
        SELECT format('Order %s is paid without a sale.', o.id) AS "Value"
        FROM payments.orders o LEFT JOIN ledger.transactions t ON t.kind = {(int)TransactionKind.Sale} AND t.source = 'orders/' || o.id AND t.currency = o.currency
        WHERE o.paid_at IS NOT NULL AND o.total_minor_units > 0 AND t.id IS NULL
        """,
        $"""
        SELECT format('Sale %s has no paid order.', t.id) AS "Value"
        FROM ledger.transactions t LEFT JOIN payments.orders o ON t.source = 'orders/' || o.id AND o.paid_at IS NOT NULL
        WHERE t.kind = {(int)TransactionKind.Sale} AND o.id IS NULL
        """,
        $"""
        SELECT format('The sale of order %s is booked with %s %s, and %s %s were paid.', o.id, sum(e.amount_minor_units), t.currency, o.charged_minor_units, o.currency) AS "Value"
        FROM ledger.transactions t
        JOIN payments.orders o ON t.source = 'orders/' || o.id
        JOIN ledger.entries e ON e.transaction_id = t.id
        JOIN ledger.accounts a ON a.id = e.account_id AND a.kind = ANY ({PaidInto})
        WHERE t.kind = {(int)TransactionKind.Sale} AND t.currency = o.currency
        GROUP BY o.id, t.id HAVING sum(e.amount_minor_units) <> o.charged_minor_units
        """,

        // What Stripe converted has two transactions: one with everybody's parts, in the currency of the sale, and one with nothing but what was moved at
        // Stripe.
        $"""
        SELECT format('Transaction %s of %s is in %s, and its sale is in %s.', t.id, t.source, t.currency, d.currency) AS "Value"
        FROM ledger.transactions t
        JOIN (
            SELECT 'orders/' || id AS name, currency FROM payments.orders
            UNION ALL SELECT 'refunds/' || id, currency FROM payments.refunds
            UNION ALL SELECT 'disputes/' || id, currency FROM payments.disputes) d ON d.name = t.source AND d.currency <> t.currency
        WHERE EXISTS (SELECT 1 FROM ledger.entries e JOIN ledger.accounts a ON a.id = e.account_id WHERE e.transaction_id = t.id AND a.kind <> ALL ({AtStripe}))
        """,
        $"""
        SELECT format('The conversion of %s has %s sides.', t.source, count(*)) AS "Value"
        FROM ledger.transactions t JOIN ledger.entries e ON e.transaction_id = t.id JOIN ledger.accounts a ON a.id = e.account_id
        WHERE a.kind = {(int)AccountKind.CurrencyExchange}
        GROUP BY t.kind, t.source HAVING count(*) <> 2 OR sum(sign(e.amount_minor_units)) <> 0
        """,

        $"""
        SELECT format('The sale of order %s is booked with a tax of %s %s, and %s were tax.', o.id, -coalesce(sum(e.amount_minor_units), 0), t.currency, o.tax_minor_units) AS "Value"
        FROM ledger.transactions t
        JOIN payments.orders o ON t.source = 'orders/' || o.id
        LEFT JOIN (ledger.entries e JOIN ledger.accounts a ON a.id = e.account_id AND a.kind = {(int)AccountKind.TaxPayable}) ON e.transaction_id = t.id
        WHERE t.kind = {(int)TransactionKind.Sale} AND t.currency = o.currency
        GROUP BY o.id, t.id HAVING -coalesce(sum(e.amount_minor_units), 0) <> o.tax_minor_units
        """,

        // Every share that a sale posts as held is an earning, and the other way round; what is released was earned, and is released for good.
        $"""
        SELECT format('Of the sale %s %s were posted as held, and %s were earned.', coalesce(s.source, 'orders/' || g.order_id), coalesce(s.held, 0), coalesce(g.minor_units, 0)) AS "Value"
        FROM ledger.earnings g
        FULL JOIN (
            SELECT t.source, a.owner_id, a.currency, -sum(e.amount_minor_units) AS held
            FROM ledger.transactions t JOIN ledger.entries e ON e.transaction_id = t.id JOIN ledger.accounts a ON a.id = e.account_id
            WHERE t.kind = {(int)TransactionKind.Sale} AND a.kind = {(int)AccountKind.InstructorHeld}
            GROUP BY t.source, a.owner_id, a.currency) s ON s.source = 'orders/' || g.order_id AND s.owner_id = g.instructor_id AND s.currency = g.currency
        WHERE s.held IS DISTINCT FROM g.minor_units
        """,
        $"""
        SELECT format('The release of %s has no earning that is released.', t.source) AS "Value"
        FROM ledger.transactions t LEFT JOIN ledger.earnings g ON t.source = 'orders/' || g.order_id AND g.released_at IS NOT NULL
        WHERE t.kind = {(int)TransactionKind.HoldRelease} AND g.order_id IS NULL
        """,

        // Refunds, disputes and payouts have the postings that their states say.
        $"""
        SELECT format('Refund %s has %s postings.', r.id, count(t.id)) AS "Value"
        FROM payments.refunds r LEFT JOIN ledger.transactions t ON t.source = 'refunds/' || r.id AND t.currency = r.currency
        GROUP BY r.id HAVING count(t.id) <> CASE WHEN r.booked_at IS NULL THEN 0 WHEN r.state = {(int)RefundState.Failed} THEN 2 ELSE 1 END
        """,
        $"""
        SELECT format('Dispute %s has %s openings, %s ends won and %s lost.', d.id,
            count(t.id) FILTER (WHERE t.kind = {(int)TransactionKind.DisputeOpened}), count(t.id) FILTER (WHERE t.kind = {(int)TransactionKind.DisputeWon}),
            count(t.id) FILTER (WHERE t.kind = {(int)TransactionKind.DisputeLost})) AS "Value"
        FROM payments.disputes d LEFT JOIN ledger.transactions t ON t.source = 'disputes/' || d.id AND t.currency = d.currency
        GROUP BY d.id HAVING (
            count(t.id) FILTER (WHERE t.kind = {(int)TransactionKind.DisputeOpened}), count(t.id) FILTER (WHERE t.kind = {(int)TransactionKind.DisputeWon}),
            count(t.id) FILTER (WHERE t.kind = {(int)TransactionKind.DisputeLost}))
            <> ((d.state IN ({(int)DisputeState.Open}, {(int)DisputeState.Won}, {(int)DisputeState.Lost}))::int, (d.state = {(int)DisputeState.Won})::int, (d.state = {(int)DisputeState.Lost})::int)
        """,
        $"""
        SELECT format('Payout %s has %s requests, %s returns and %s payments of its amount.', p.id,
            count(e.id) FILTER (WHERE t.kind = {(int)TransactionKind.PayoutRequest}), count(e.id) FILTER (WHERE t.kind = {(int)TransactionKind.PayoutReturn}),
            count(e.id) FILTER (WHERE t.kind = {(int)TransactionKind.PayoutPaid})) AS "Value"
        FROM payouts.payouts p
        LEFT JOIN ledger.transactions t ON t.source = 'payouts/' || p.id
        LEFT JOIN ledger.entries e ON e.transaction_id = t.id AND e.amount_minor_units = p.minor_units
        GROUP BY p.id HAVING (
            count(e.id) FILTER (WHERE t.kind = {(int)TransactionKind.PayoutRequest}), count(e.id) FILTER (WHERE t.kind = {(int)TransactionKind.PayoutReturn}),
            count(e.id) FILTER (WHERE t.kind = {(int)TransactionKind.PayoutPaid}))
            <> (1, (p.state = ANY ({ReturnedStates}))::int, (p.state = {(int)PayoutState.Paid})::int)
        """,

        // Every credit of a member has its posting.
        $"""
        SELECT format('Credit %s has %s postings of its amount.', c.id, count(e.id)) AS "Value"
        FROM memberships.credits c
        LEFT JOIN ledger.transactions t ON t.source = 'membershipCredits/' || c.id
        LEFT JOIN (ledger.entries e JOIN ledger.accounts a ON a.id = e.account_id AND a.kind = {(int)AccountKind.CustomerCredit}) ON e.transaction_id = t.id AND e.amount_minor_units = -c.minor_units
        GROUP BY c.id HAVING count(e.id) <> 1
        """,

        // A month that was divided is posted with what was divided, and instructors get their shares of it.
        $"""
        SELECT format('Of month %s %s are divided, %s to instructors; %s and %s are posted.', m.id, m.divided_minor_units, m.instructors_minor_units, coalesce(p.divided, 0), coalesce(p.instructors, 0)) AS "Value"
        FROM memberships.months m
        LEFT JOIN (
            SELECT t.source, sum(e.amount_minor_units) FILTER (WHERE a.kind = {(int)AccountKind.DeferredRevenue}) AS divided,
                -sum(e.amount_minor_units) FILTER (WHERE a.owner_id <> {Guid.Empty}) AS instructors
            FROM ledger.transactions t JOIN ledger.entries e ON e.transaction_id = t.id JOIN ledger.accounts a ON a.id = e.account_id
            WHERE t.kind = {(int)TransactionKind.RevenueRecognition} GROUP BY t.source) p ON p.source = 'membershipMonths/' || m.id
        WHERE (coalesce(p.divided, 0), coalesce(p.instructors, 0)) <> (m.divided_minor_units, m.instructors_minor_units) OR (p.source IS NOT NULL AND m.divided_at IS NULL)
        """,
        $"""
        SELECT format('The shares of month %s sum to %s, and %s are the instructors''.', m.id, coalesce(sum(s.minor_units), 0), m.instructors_minor_units) AS "Value"
        FROM memberships.months m LEFT JOIN memberships.shares s ON s.month_id = m.id
        GROUP BY m.id HAVING coalesce(sum(s.minor_units), 0) <> m.instructors_minor_units
        """,

        // Every reversal of a transfer has its posting, and a payout counts what its reversals say.
        $"""
        SELECT format('Transfer reversal %s has %s postings of its amount.', r.id, count(e.id)) AS "Value"
        FROM payouts.transfer_reversals r
        LEFT JOIN ledger.transactions t ON t.source = 'payouts/' || r.payout_id || '/reversals/' || r.id
        LEFT JOIN (ledger.entries e JOIN ledger.accounts a ON a.id = e.account_id AND a.kind = {(int)AccountKind.StripeClearing}) ON e.transaction_id = t.id AND e.amount_minor_units = r.minor_units
        GROUP BY r.id HAVING count(e.id) <> 1
        """,
        $"""
        SELECT format('Payout %s counts %s reversed, and its reversals sum to %s.', p.id, p.reversed_minor_units, coalesce(sum(r.minor_units), 0)) AS "Value"
        FROM payouts.payouts p LEFT JOIN payouts.transfer_reversals r ON r.payout_id = p.id
        GROUP BY p.id HAVING p.reversed_minor_units <> coalesce(sum(r.minor_units), 0)
        """,

        // A payout is the sum of its items, and no posting is in payouts with more than there is of it.
        $"""
        SELECT format('The items of payout %s sum to %s, and it pays %s.', p.id, coalesce(sum(i.minor_units), 0), p.minor_units) AS "Value"
        FROM payouts.payouts p LEFT JOIN payouts.payout_items i ON i.payout_id = p.id
        WHERE p.state <> ALL ({ReturnedStates}) GROUP BY p.id HAVING coalesce(sum(i.minor_units), 0) <> p.minor_units
        """,
        $"""
        SELECT format('Of transaction %s %s are in payouts, and there are %s.', i.transaction_id, i.minor_units, m.minor_units) AS "Value"
        FROM (
            SELECT i.transaction_id, sum(i.minor_units) AS minor_units FROM payouts.payout_items i JOIN payouts.payouts p ON p.id = i.payout_id
            WHERE p.state <> ALL ({ReturnedStates}) GROUP BY i.transaction_id) i
        LEFT JOIN (
            SELECT e.transaction_id, -sum(e.amount_minor_units) AS minor_units FROM ledger.entries e JOIN ledger.accounts a ON a.id = e.account_id
            WHERE a.kind IN ({(int)AccountKind.InstructorAvailable}, {(int)AccountKind.InstructorReceivable}) GROUP BY e.transaction_id) m ON m.transaction_id = i.transaction_id
        WHERE m.minor_units IS NULL OR i.minor_units NOT BETWEEN least(0, m.minor_units) AND greatest(0, m.minor_units)
        """,
    ];
}

using ESchool.Domain.Ledger;
using ESchool.Domain.Payments.Checkout;
using static ESchool.Application.Administration.Exports.Tables.ExportColumn;

namespace ESchool.Application.Administration.Exports.Tables;

/// <summary>Tables about money.</summary>
internal static class MoneyTables
{
    private const string InCourse = "(o.course_id = {0} OR EXISTS (SELECT 1 FROM payments.order_courses c WHERE c.order_id = o.id AND c.course_id = {0}))";

    private const string Item =
        "CASE WHEN o.bundle_id IS NOT NULL THEN 'bundles/' || o.bundle_id WHEN o.course_id IS NOT NULL THEN 'courses/' || o.course_id END";

    /// <summary>How the source of a sale looks that is an order.</summary>
    private const string OrderName = "^orders/[0-9a-f-]{36}$";

    /// <summary>Orders as they stand now, paid or not.</summary>
    public static readonly ExportTable Orders = new(
        "Orders",
        "o.id",
        "payments.orders o",
        [
            Resource("order", "orders", "o.id"),
            Time("create_time", "o.created_at"),
            Resource("student", "users", "o.student_id"),
            Text("item", Item),
            Text("title", "o.title"),
            Resource("instructor", "users", "o.instructor_id"),
            Word<OrderState>("state", "o.state"),
            Time("pay_time", "o.paid_at"),
            Text("currency", "o.currency"),
            .. Amount("list_price", "o.list_minor_units", "o.currency"),
            .. Amount("charged", "o.charged_minor_units", "o.currency"),
            .. Amount("tax", "o.tax_minor_units", "o.currency"),
            .. Amount("refunded", "o.refunded_minor_units", "o.currency"),
            .. Amount("disputed", "o.disputed_minor_units", "o.currency"),
            .. Amount("lost", "o.lost_minor_units", "o.currency"),
            Text("coupon", "o.coupon_code"),
            Flag("gift", "o.is_gift"),
            Text("buyer_country", "o.buyer_country"),
            Text("utm_source", "o.utm_source"),
            Text("utm_medium", "o.utm_medium"),
            Text("utm_campaign", "o.utm_campaign"),
            Text("referral_code", "o.referral_code"),
            Text("stripe_session", "o.stripe_session_id"),
            Text("stripe_charge", "o.stripe_charge_id"),
            Text("failure", "o.failure_message"),
        ]
    )
    {
        OfUser = "o.student_id = {0}",
        OfCourse = InCourse,
        OfOrderState = "o.state = {0}",
    };

    /// <summary>
    /// Payments as the ledger has booked and divided them; what was refunded since is not taken off. What sales move on the money's side is what the overview
    /// calls sales: a sale that Stripe converted moves nothing there in the currency that came of it.
    /// </summary>
    public static readonly ExportTable Sales = new(
        "Sales",
        "t.id",
        $"""
        ledger.transactions t
        CROSS JOIN LATERAL (
            SELECT
                coalesce(sum(n.amount_minor_units) FILTER (WHERE b.kind IN ({Kinds(
            AccountKind.StripeClearing,
            AccountKind.StripeFees,
            AccountKind.OutsidePayments,
            AccountKind.CurrencyExchange
        )})), 0)::bigint AS paid,
                coalesce(sum(n.amount_minor_units) FILTER (WHERE b.kind = {(int)AccountKind.StripeFees}), 0)::bigint AS stripe_fee,
                -coalesce(sum(n.amount_minor_units) FILTER (WHERE b.kind = {(int)AccountKind.TaxPayable}), 0)::bigint AS tax,
                -coalesce(sum(n.amount_minor_units) FILTER (WHERE b.kind = {(int)AccountKind.PlatformRevenue}), 0)::bigint AS platform,
                -coalesce(sum(n.amount_minor_units) FILTER (WHERE b.kind = {(int)AccountKind.InstructorHeld}), 0)::bigint AS instructor,
                -coalesce(sum(n.amount_minor_units) FILTER (WHERE b.kind IN ({Kinds(
            AccountKind.DeferredRevenue,
            AccountKind.CustomerCredit
        )})), 0)::bigint AS deferred
            FROM ledger.entries n JOIN ledger.accounts b ON b.id = n.account_id WHERE n.transaction_id = t.id
        ) AS s
        LEFT JOIN payments.orders o ON o.id = CASE WHEN t.source ~ '{OrderName}' THEN substr(t.source, 8)::uuid END
        """,
        [
            Text("sale", "t.id::text"),
            Time("booking_time", "t.posted_at"),
            Text("source", "t.source"),
            Resource("student", "users", "o.student_id"),
            Text("item", Item),
            Text("title", "o.title"),
            Resource("instructor", "users", "o.instructor_id"),
            Text("currency", "t.currency"),
            .. Amount("paid", "s.paid", "t.currency"),
            .. Amount("tax", "s.tax", "t.currency"),
            .. Amount("platform_revenue", "s.platform", "t.currency"),
            .. Amount("instructor_share", "s.instructor", "t.currency"),
            .. Amount("deferred", "s.deferred", "t.currency"),
            .. Amount("stripe_fee", "s.stripe_fee", "t.currency"),
            Text("coupon", "o.coupon_code"),
            Text("buyer_country", "o.buyer_country"),
            Text("utm_source", "o.utm_source"),
            Text("utm_medium", "o.utm_medium"),
            Text("utm_campaign", "o.utm_campaign"),
            Text("referral_code", "o.referral_code"),
        ]
    )
    {
        Where = $"t.kind = {(int)TransactionKind.Sale} AND s.paid <> 0",
        OfUser = "o.instructor_id = {0}",
        OfCourse = InCourse,
    };

    private static string Kinds(params IEnumerable<AccountKind> kinds) => string.Join(", ", kinds.Select(kind => (int)kind));
}

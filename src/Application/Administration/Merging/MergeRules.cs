using ESchool.Domain.Administration.Merging;
using static ESchool.Application.Administration.Merging.MergeFate;

namespace ESchool.Application.Administration.Merging;

/// <summary>
/// What becomes of every column of the database that names a user. The merge is made from this; a test fails while a column that names a user is not in it.
/// Moved in this order.
/// </summary>
internal static class MergeRules
{
    private const string Staff = "Says who of the staff, or which author, did something; a student's account has no such rows of weight.";
    private const string Authorship = "Whose work it is does not change hands with a merge; the account that goes is a student's.";
    private const string Sign = "A merge gives nobody a new way in.";
    private const string Record = "A record of what happened under this account; the account's record names the one it was merged into.";

    /// <summary>The columns.</summary>
    public static readonly IReadOnlyList<MergeRule> All =
    [
        .. Learning,
        .. Payments,
        .. Belongings,
        .. Reports,
        .. Blocking,
        .. Of(Stays, Sign, "identity.data_exports.user_id", "identity.email_verifications.user_id", "identity.password_resets.user_id"),
        .. Of(Stays, Sign, "identity.recovery_codes.user_id", "identity.registrations.user_id", "identity.totp_factors.user_id"),
        new("identity.external_logins.user_id", Stays, Sign)
        {
            Kind = MergeItemKind.SignIns,
            Condition = "false",
            WhyOthersStay = Sign,
        },
        new("identity.sessions.user_id", Stays, "They end with the merge."),
        new("identity.hidden_profiles.user_id", Stays, "The decision that hid the profile blocks."),
        new("identity.users.merged_into", Stays, "The accounts that were merged into this one before: the chain tells."),
        new("idempotency.records.actor_id", Stays, "Answers to calls of this account; forgotten after a week."),
        .. Of(
            Stays,
            "What this account was told; the other one has a feed of its own.",
            "notifications.user_events.user_id",
            "notifications.user_feeds.user_id"
        ),
        .. Of(Stays, Record, "administration.audit_events.actor_id", "administration.support_views.user_id", "payments.refunds.requested_by"),
        .. Of(Stays, Record, "administration.account_merges.source_id", "administration.account_merges.target_id"),
        .. Of(Stays, Staff, "administration.account_merges.prepared_by", "administration.account_merges.ended_by", "administration.exports.requester_id"),
        .. Of(Stays, Staff, "administration.appeals.reviewer_id", "administration.cases.claimed_by", "administration.decisions.reviewer_id"),
        .. Of(Stays, Staff, "administration.decisions.lifted_by", "administration.setting_changes.changed_by", "administration.support_views.staff_id"),
        .. Of(Stays, Staff, "administration.user_notes.author_id", "outbox.dead_letters.settled_by", "learning.announcements.author_id"),
        .. Of(Stays, Staff, "catalog.course_submissions.submitted_by", "catalog.course_submissions.reviewer_id", "catalog.course_submissions.decided_by"),
        .. Of(Stays, Staff, "catalog.requested_changes.created_by", "catalog.requested_changes.resolved_by", "catalog.review_replies.instructor_id"),
        .. Of(Stays, Staff, "payouts.payouts.first_approved_by", "payouts.payouts.reviewed_by", "media.assets.uploader_id"),
    ];

    private static IReadOnlyList<MergeRule> Learning =>
        [
            // EnrollmentPlan says which; a place is changed with an ended enrollment of the other account.
            new("learning.enrollments.student_id", Follows, "Unless the other account is in the course already."),
            new("certificates.certificates.learner_id", Follows, "With the enrollment that it certifies."),
            new("catalog.reviews.student_id", Follows, "With the enrollment in the course."),
        ];

    private static IReadOnlyList<MergeRule> Payments =>
        [
            new("payments.orders.student_id", Moves, "Whose they are sees the receipts and asks for refunds.")
            {
                Kind = MergeItemKind.Orders,
                Also = NewRequest("payments.orders"),
            },
            new("payments.gifts.redeemed_by", Moves, "With the enrollment that the gift gave.")
            {
                // After the enrollments: those that moved are the other account's by now.
                Condition =
                    "EXISTS (SELECT 1 FROM payments.orders o JOIN learning.enrollments e ON e.id = o.enrollment_id "
                    + "WHERE o.id = r.order_id AND e.student_id = @target)",
            },
            new("memberships.subscriptions.student_id", Moves, "Who had a membership has no trial again; a live one blocks.")
            {
                Kind = MergeItemKind.Memberships,
                Also = NewRequest("memberships.subscriptions"),
            },
            new("memberships.months.student_id", Moves, "With the membership, where dividing them comes to the same; others block.")
            {
                // After the orders that paid for them.
                Condition = "r.order_id IN (SELECT o.id FROM payments.orders o WHERE o.student_id = @target)",
            },
            new("memberships.billing_customers.student_id", Moves, "An account is one customer at Stripe.")
            {
                Kind = MergeItemKind.StripeCustomer,
                Condition = "NOT EXISTS (SELECT 1 FROM memberships.billing_customers o WHERE o.student_id = @target)",
                WhyOthersStay = "The account that stays is a customer at Stripe already. If this one has credit there, pay it back at Stripe.",
            },
        ];

    private static IReadOnlyList<MergeRule> Belongings =>
        [
            new("chat.conversations.student_id", Moves, "One conversation of a student about a course.")
            {
                Kind = MergeItemKind.Conversations,
                Condition =
                    "r.instructor_id <> @target AND NOT EXISTS (SELECT 1 FROM chat.conversations o WHERE o.student_id = @target AND o.course_id = r.course_id)",
                WhyOthersStay = "The account that stays has a conversation about the course already, or is its author. The authors can still read this one.",
            },
            new("chat.messages.sender_id", Moves, "With their conversation.")
            {
                Condition = "r.conversation_id IN (SELECT c.id FROM chat.conversations c WHERE c.student_id = @target)",
            },
            new("learning.announcement_recipients.student_id", Moves, "So that what a course announced can be read.")
            {
                Kind = MergeItemKind.Announcements,
                Condition =
                    "NOT EXISTS (SELECT 1 FROM learning.announcement_recipients o WHERE o.student_id = @target AND o.announcement_id = r.announcement_id)",
                WhyOthersStay = "The account that stays has received the announcement too.",
            },
            new("catalog.shelved_courses.user_id", Moves, "The wishlist; what was looked at lately stays.")
            {
                Kind = MergeItemKind.Wishes,
                Condition =
                    "r.shelf = 1 AND NOT EXISTS (SELECT 1 FROM catalog.shelved_courses o WHERE o.user_id = @target AND o.shelf = 1 AND o.course_id = r.course_id) "
                    + "AND (SELECT count(*) FROM catalog.shelved_courses o WHERE o.user_id IN (@source, @target) AND o.shelf = 1) <= 500",
                Told = "r.shelf = 1",
                WhyOthersStay = "The account that stays has the wish already, or both lists together are longer than a wishlist may be.",
            },
            new("catalog.review_votes.user_id", Moves, "One vote of a person on a review.")
            {
                Kind = MergeItemKind.ReviewVotes,
                Condition =
                    "NOT EXISTS (SELECT 1 FROM catalog.review_votes o WHERE o.user_id = @target AND o.review_id = r.review_id) "
                    + "AND NOT EXISTS (SELECT 1 FROM catalog.reviews v WHERE v.id = r.review_id AND v.student_id IN (@source, @target))",
                WhyOthersStay = "Both accounts have voted, or the review is the person's own.",
            },
            new("administration.user_notes.user_id", Moves, "They are about the person.") { Kind = MergeItemKind.Notes },
        ];

    private static IReadOnlyList<MergeRule> Reports =>
        [
            new("catalog.review_reports.user_id", Moves, "One report of a person of a review.")
            {
                Kind = MergeItemKind.ReviewReports,
                Condition = "NOT EXISTS (SELECT 1 FROM catalog.review_reports o WHERE o.user_id = @target AND o.review_id = r.review_id)",
                WhyOthersStay = "Both accounts have reported the review.",
            },
            new("administration.reports.reporter_id", Moves, "The person hears what becomes of them, and unfounded ones still count.")
            {
                Kind = MergeItemKind.Reports,
                Condition = "NOT EXISTS (SELECT 1 FROM administration.reports o WHERE o.reporter_id = @target AND o.case_id = r.case_id)",
                WhyOthersStay = "Both accounts are reporters in the case.",
            },
        ];

    private static IReadOnlyList<MergeRule> Blocking =>
        [
            .. Of(Blocks, "While a case is open. What was decided stays: " + Record, "administration.cases.person_id"),
            .. Of(Blocks, "While a decision is in force, so that no sanction is washed off.", "administration.decisions.person_id"),
            .. Of(Blocks, "While an appeal is open.", "administration.appeals.appellant_id"),
            .. Of(Blocks, "While an application is open.", "instructors.applications.applicant_id"),
            .. Of(Blocks, Authorship, "catalog.co_authors.user_id", "catalog.courses.instructor_id", "catalog.bundles.instructor_id", "media.assets.owner_id"),
            .. Of(Blocks, Authorship, "payments.coupons.owner_id", "instructors.payout_accounts.instructor_id", "ledger.accounts.owner_id"),
            .. Of(Blocks, Authorship, "payouts.payouts.instructor_id"),
            // These are of courses, coupons and accounts that block.
            .. Of(Stays, Authorship, "catalog.covers.instructor_id", "catalog.curriculum_versions.instructor_id", "catalog.listings.instructor_id"),
            .. Of(Stays, Authorship, "catalog.course_exports.instructor_id", "catalog.course_imports.instructor_id", "chat.conversations.instructor_id"),
            .. Of(Stays, Authorship, "instructors.profiles.instructor_id", "ledger.earnings.instructor_id", "media.uploads.owner_id"),
            .. Of(Stays, Authorship, "memberships.shares.instructor_id", "payments.orders.instructor_id", "payments.coupons.instructor_id"),
            .. Of(Stays, Authorship, "payments.revenue_terms.instructor_id", "payouts.payout_terms.instructor_id"),
        ];

    /// <summary>Both accounts may have used the same request id.</summary>
    private static string NewRequest(string table) =>
        $", request_id = CASE WHEN EXISTS (SELECT 1 FROM {table} o WHERE o.student_id = @target AND o.request_id = r.request_id) THEN r.id ELSE r.request_id END";

    private static IEnumerable<MergeRule> Of(MergeFate fate, string why, params string[] columns) => columns.Select(column => new MergeRule(column, fate, why));
}

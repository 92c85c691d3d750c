using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ESchool.Domain.Administration.Merging;

/// <summary>What of an account moves or stays. Stored by number; the contract's <c>AccountMergeItem.Kind</c> has the same.</summary>
public enum MergeItemKind
{
    /// <summary>An enrollment, with its progress and certificates and the review of its course.</summary>
    Enrollment = 1,

    /// <summary>Orders, with receipts, refunds and disputes.</summary>
    Orders = 2,

    /// <summary>Memberships that are over, with their months.</summary>
    Memberships = 3,

    /// <summary>The customer at Stripe: saved cards and credit.</summary>
    StripeCustomer = 4,

    /// <summary>Conversations with authors.</summary>
    Conversations = 5,

    /// <summary>Announcements that were received.</summary>
    Announcements = 6,

    /// <summary>Courses on the wishlist.</summary>
    Wishes = 7,

    /// <summary>Votes on reviews of others.</summary>
    ReviewVotes = 8,

    /// <summary>Reports of reviews.</summary>
    ReviewReports = 9,

    /// <summary>Reports to the moderation.</summary>
    Reports = 10,

    /// <summary>Notes of staff.</summary>
    Notes = 11,

    /// <summary>Accounts elsewhere with which the user signs in.</summary>
    SignIns = 12,
}

/// <summary>What keeps two accounts from being merged. Stored by number; the contract's <c>AccountMergeBlocker.Kind</c> has the same.</summary>
public enum MergeBlockerKind
{
    /// <summary>The account that goes has a role beside that of a student.</summary>
    Role = 1,

    /// <summary>It wrote a course, a bundle, a coupon or a video, or works on a course.</summary>
    Author = 2,

    /// <summary>Its application to become an instructor is open.</summary>
    InstructorApplication = 3,

    /// <summary>It has an account to be paid out to.</summary>
    PayoutAccount = 4,

    /// <summary>Money is owed to it, or on its way.</summary>
    Balance = 5,

    /// <summary>Its membership runs.</summary>
    Membership = 6,

    /// <summary>A month of a membership is not divided yet, and the merge would change by what.</summary>
    MembershipMonth = 7,

    /// <summary>An order may still be paid.</summary>
    OpenOrder = 8,

    /// <summary>A refund is on its way.</summary>
    PendingRefund = 9,

    /// <summary>A bank has not decided on a dispute.</summary>
    OpenDispute = 10,

    /// <summary>An export of its data is being made.</summary>
    DataExport = 11,

    /// <summary>A moderation case about it is open.</summary>
    ModerationCase = 12,

    /// <summary>A moderation decision against it is in force.</summary>
    ModerationDecision = 13,

    /// <summary>Its appeal is open.</summary>
    Appeal = 14,

    /// <summary>Both accounts may learn the same course.</summary>
    BothEnrolled = 15,

    /// <summary>The account that stays works on a course that the other has or bought.</summary>
    OwnCourse = 16,

    /// <summary>It has more enrollments than are moved at once.</summary>
    TooManyEnrollments = 17,
}

/// <summary>Something that moves or stays.</summary>
/// <param name="Kind">What.</param>
/// <param name="Resource">Its resource name; empty for several that are only counted.</param>
/// <param name="Count">How many.</param>
/// <param name="Explanation">What happens to it, and why, in words for staff.</param>
public sealed record MergeItem(MergeItemKind Kind, string Resource, int Count, string Explanation);

/// <summary>Something that has to be settled first.</summary>
/// <param name="Kind">What.</param>
/// <param name="Resource">The resource name of what it is about.</param>
/// <param name="Advice">What to do, in words for staff.</param>
public sealed record MergeBlocker(MergeBlockerKind Kind, string Resource, string Advice);

/// <summary>What a merge of two accounts would do at a certain moment.</summary>
/// <param name="Moves">What the account that stays gets.</param>
/// <param name="Stays">What stays with the closed account.</param>
/// <param name="Blockers">What has to be settled first; while there is any, nothing moves.</param>
public sealed record MergePlan(IReadOnlyList<MergeItem> Moves, IReadOnlyList<MergeItem> Stays, IReadOnlyList<MergeBlocker> Blockers)
{
    /// <summary>The same for two plans if and only if they do the same, in whatever order it was found.</summary>
    public string Fingerprint =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize((string[][])[Lines(Moves), Lines(Stays), Lines(Blockers)]))));

    private static string[] Lines<T>(IEnumerable<T> things) => [.. things.Select(thing => $"{thing}").Order(StringComparer.Ordinal)];
}

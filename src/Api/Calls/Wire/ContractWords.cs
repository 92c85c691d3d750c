using System.Globalization;
using System.Reflection;
using ESchool.Contracts.Options.V1;
using ESchool.Domain;
using ESchool.Domain.Administration.Exports;
using ESchool.Domain.Administration.Merging;
using ESchool.Domain.Administration.Moderation;
using ESchool.Domain.Catalog;
using ESchool.Domain.Catalog.Authors;
using ESchool.Domain.Catalog.Packages;
using ESchool.Domain.Catalog.Submissions;
using ESchool.Domain.Identity;
using ESchool.Domain.Instructors;
using ESchool.Domain.Learning;
using ESchool.Domain.Media;
using ESchool.Domain.Memberships;
using ESchool.Domain.Payments.Checkout;
using ESchool.Domain.Payments.Coupons;
using ESchool.Domain.Payments.Disputes;
using ESchool.Domain.Payments.Refunds;
using ESchool.Domain.Payouts;
using Google.Protobuf.Reflection;

namespace ESchool.Api.Calls.Wire;

/// <summary>
/// Writes the values of refusals as the contract does: enum values by their names there, times as RFC 3339 in UTC, money as a decimal amount and its currency
/// (<c>49.00 EUR</c>), lists with commas.
/// </summary>
internal static class ContractWords
{
    /// <summary>The contract's enum for each of ours; the numbers are the same.</summary>
    internal static readonly IReadOnlyDictionary<Type, Type> Enums = new Dictionary<Type, Type>
    {
        [typeof(AccountMergeState)] = typeof(Contracts.Administration.V1.AccountMerge.Types.State),
        [typeof(AppealState)] = typeof(Contracts.Administration.V1.Appeal.Types.State),
        [typeof(ApplicationState)] = typeof(Contracts.Instructors.V1.Application.Types.State),
        [typeof(AssetState)] = typeof(Contracts.Media.V1.Asset.Types.State),
        [typeof(AuthorRole)] = typeof(Contracts.Catalog.V1.AuthorRole),
        [typeof(CouponObstacle)] = typeof(Contracts.Errors.V1.CouponObstacle),
        [typeof(CourseImportState)] = typeof(Contracts.Catalog.V1.CourseImport.Types.State),
        [typeof(CourseState)] = typeof(Contracts.Catalog.V1.CourseDraft.Types.State),
        [typeof(DisputeState)] = typeof(Contracts.Payments.V1.Dispute.Types.State),
        [typeof(DocumentKind)] = typeof(Contracts.Instructors.V1.ApplicationDocument.Types.Kind),
        [typeof(EnrollmentState)] = typeof(Contracts.Learning.V1.Enrollment.Types.State),
        [typeof(ExportState)] = typeof(Contracts.Administration.V1.Export.Types.State),
        [typeof(FieldFault)] = typeof(Contracts.Errors.V1.FieldFault),
        [typeof(LessonKind)] = typeof(Contracts.Catalog.V1.LessonKind),
        [typeof(MergeBlockerKind)] = typeof(Contracts.Administration.V1.AccountMergeBlocker.Types.Kind),
        [typeof(ModerationAct)] = typeof(Contracts.Administration.V1.ModerationAct),
        [typeof(OrderState)] = typeof(Contracts.Payments.V1.Order.Types.State),
        [typeof(PayoutState)] = typeof(Contracts.Payouts.V1.Payout.Types.State),
        [typeof(RateClass)] = typeof(RateClass),
        [typeof(RefundObstacle)] = typeof(Contracts.Payments.V1.ExplainRefundResponse.Types.Obstacle),
        [typeof(SubmissionState)] = typeof(Contracts.Catalog.V1.Submission.Types.State),
        [typeof(SubscriptionState)] = typeof(Contracts.Memberships.V1.Subscription.Types.State),
        [typeof(TargetKind)] = typeof(Contracts.Administration.V1.TargetKind),
        [typeof(UploadObstacle)] = typeof(Contracts.Errors.V1.UploadObstacle),
    };

    private static readonly (Roles Role, Contracts.Roles.V1.Role Word)[] RoleWords =
    [
        (Roles.Student, Contracts.Roles.V1.Role.Student),
        (Roles.Instructor, Contracts.Roles.V1.Role.Instructor),
        (Roles.Admin, Contracts.Roles.V1.Role.Admin),
        (Roles.Support, Contracts.Roles.V1.Role.Support),
    ];

    private static readonly Dictionary<Enum, string> Names = Enums.SelectMany(pair => NamesOf(pair.Key, pair.Value)).ToDictionary();

    /// <summary>The message of a refusal, with its values.</summary>
    public static string MessageOf(DomainException refusal) => DomainException.Fill(refusal.Template, MetadataOf(refusal));

    /// <summary>The metadata of a refusal.</summary>
    public static Dictionary<string, string> MetadataOf(DomainException refusal) => refusal.Metadata.ToDictionary(pair => pair.Key, pair => Of(pair.Value));

    /// <summary>A value in the contract's words.</summary>
    public static string Of(object value) =>
        value switch
        {
            string text => text,
            Roles roles => string.Join(
                ',',
                RoleWords.Where(pair => roles.HasFlag(pair.Role)).Select(pair => NameIn(typeof(Contracts.Roles.V1.Role), (int)pair.Word))
            ),
            FieldFault fault => Names[fault]["FIELD_FAULT_".Length..],
            Enum one => Names[one],
            IEnumerable<Enum> several => string.Join(',', several.Select(Of)),
            DateTimeOffset time => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        };

    private static IEnumerable<(Enum Value, string Name)> NamesOf(Type ours, Type contracts) =>
        Enum.GetValues(ours).Cast<Enum>().Select(value => (value, NameIn(contracts, Convert.ToInt32(value, CultureInfo.InvariantCulture))));

    /// <summary>The name that the protos give a value; its C# name is another.</summary>
    private static string NameIn(Type contracts, int number) =>
        contracts
            .GetField(Enum.GetName(contracts, number) ?? throw new InvalidOperationException($"{contracts} has no value {number}."))!
            .GetCustomAttribute<OriginalNameAttribute>()!
            .Name;
}

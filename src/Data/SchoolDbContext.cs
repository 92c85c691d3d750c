using ESchool.Data.Catalog;
using ESchool.Data.Idempotency;
using ESchool.Data.Media;
using ESchool.Data.Outbox;
using ESchool.Domain.Administration;
using ESchool.Domain.Administration.Exports;
using ESchool.Domain.Administration.Merging;
using ESchool.Domain.Administration.Moderation;
using ESchool.Domain.Administration.Settings;
using ESchool.Domain.Catalog;
using ESchool.Domain.Catalog.Authors;
using ESchool.Domain.Catalog.Covers;
using ESchool.Domain.Catalog.Packages;
using ESchool.Domain.Catalog.Reviews;
using ESchool.Domain.Catalog.Shelves;
using ESchool.Domain.Catalog.Slugs;
using ESchool.Domain.Catalog.Submissions;
using ESchool.Domain.Certificates;
using ESchool.Domain.Chat;
using ESchool.Domain.Identity;
using ESchool.Domain.Instructors;
using ESchool.Domain.Learning;
using ESchool.Domain.Learning.Announcements;
using ESchool.Domain.Learning.Engagement;
using ESchool.Domain.Ledger;
using ESchool.Domain.Media;
using ESchool.Domain.Memberships;
using ESchool.Domain.Notifications;
using ESchool.Domain.Payments.Checkout;
using ESchool.Domain.Payments.Coupons;
using ESchool.Domain.Payments.Disputes;
using ESchool.Domain.Payments.Gifts;
using ESchool.Domain.Payments.Refunds;
using ESchool.Domain.Payouts;
using ESchool.Domain.StripeEvents;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Data;

/// <summary>The school's database: one Postgres schema a feature, one configuration class an entity.</summary>
public sealed class SchoolDbContext(DbContextOptions<SchoolDbContext> options) : DbContext(options)
{
    public DbSet<User> Users => Set<User>();

    public DbSet<EmailVerification> EmailVerifications => Set<EmailVerification>();

    public DbSet<Registration> Registrations => Set<Registration>();

    public DbSet<Session> Sessions => Set<Session>();

    public DbSet<RefreshToken> RefreshTokens => Set<RefreshToken>();

    public DbSet<PasswordReset> PasswordResets => Set<PasswordReset>();

    public DbSet<TotpFactor> TotpFactors => Set<TotpFactor>();

    public DbSet<RecoveryCode> RecoveryCodes => Set<RecoveryCode>();

    public DbSet<ExternalLogin> ExternalLogins => Set<ExternalLogin>();

    public DbSet<GoogleSignInFlow> GoogleSignInFlows => Set<GoogleSignInFlow>();

    public DbSet<UsedIdToken> UsedIdTokens => Set<UsedIdToken>();

    public DbSet<DataExport> DataExports => Set<DataExport>();

    public DbSet<HiddenProfile> HiddenProfiles => Set<HiddenProfile>();

    public DbSet<MailsToRecipient> MailsToRecipients => Set<MailsToRecipient>();

    public DbSet<SignInAttempts> SignInAttempts => Set<SignInAttempts>();

    public DbSet<InstructorApplication> InstructorApplications => Set<InstructorApplication>();

    public DbSet<InstructorProfile> InstructorProfiles => Set<InstructorProfile>();

    public DbSet<PayoutAccount> PayoutAccounts => Set<PayoutAccount>();

    public DbSet<Course> Courses => Set<Course>();

    public DbSet<CurriculumVersion> CurriculumVersions => Set<CurriculumVersion>();

    public DbSet<CoAuthor> CoAuthors => Set<CoAuthor>();

    public DbSet<CoAuthorInvitation> CoAuthorInvitations => Set<CoAuthorInvitation>();

    public DbSet<ShelvedCourse> ShelvedCourses => Set<ShelvedCourse>();

    public DbSet<Cover> Covers => Set<Cover>();

    public DbSet<CourseSlug> CourseSlugs => Set<CourseSlug>();

    public DbSet<CourseExport> CourseExports => Set<CourseExport>();

    public DbSet<CourseImport> CourseImports => Set<CourseImport>();

    public DbSet<Listing> Listings => Set<Listing>();

    public DbSet<CoursePopularity> CoursePopularity => Set<CoursePopularity>();

    public DbSet<CurriculumLesson> CurriculumLessons => Set<CurriculumLesson>();

    public DbSet<Bundle> Bundles => Set<Bundle>();

    public DbSet<CourseRating> CourseRatings => Set<CourseRating>();

    public DbSet<Review> Reviews => Set<Review>();

    public DbSet<ReviewReply> ReviewReplies => Set<ReviewReply>();

    public DbSet<ReviewVote> ReviewVotes => Set<ReviewVote>();

    public DbSet<ReviewReport> ReviewReports => Set<ReviewReport>();

    public DbSet<Asset> Assets => Set<Asset>();

    public DbSet<Upload> Uploads => Set<Upload>();

    public DbSet<Enrollment> Enrollments => Set<Enrollment>();

    public DbSet<AccessGrant> AccessGrants => Set<AccessGrant>();

    public DbSet<LessonProgress> LessonProgress => Set<LessonProgress>();

    public DbSet<WatchSession> WatchSessions => Set<WatchSession>();

    public DbSet<WatchDay> WatchDays => Set<WatchDay>();

    public DbSet<EngagementChange> EngagementChanges => Set<EngagementChange>();

    public DbSet<LessonEngagement> LessonEngagement => Set<LessonEngagement>();

    public DbSet<BucketEngagement> BucketEngagement => Set<BucketEngagement>();

    public DbSet<Announcement> Announcements => Set<Announcement>();

    public DbSet<AnnouncementRecipient> AnnouncementRecipients => Set<AnnouncementRecipient>();

    public DbSet<Certificate> Certificates => Set<Certificate>();

    public DbSet<Order> Orders => Set<Order>();

    public DbSet<OrderCourse> OrderCourses => Set<OrderCourse>();

    public DbSet<Coupon> Coupons => Set<Coupon>();

    public DbSet<Gift> Gifts => Set<Gift>();

    public DbSet<RevenueTerms> RevenueTerms => Set<RevenueTerms>();

    public DbSet<Refund> Refunds => Set<Refund>();

    public DbSet<Dispute> Disputes => Set<Dispute>();

    public DbSet<Plan> Plans => Set<Plan>();

    public DbSet<Subscription> Subscriptions => Set<Subscription>();

    public DbSet<MembershipInvoice> MembershipInvoices => Set<MembershipInvoice>();

    public DbSet<MembershipCredit> MembershipCredits => Set<MembershipCredit>();

    public DbSet<MembershipMonth> MembershipMonths => Set<MembershipMonth>();

    public DbSet<MembershipShare> MembershipShares => Set<MembershipShare>();

    public DbSet<CourseOffer> CourseOffers => Set<CourseOffer>();

    public DbSet<BillingCustomer> BillingCustomers => Set<BillingCustomer>();

    public DbSet<StripeEvent> StripeEvents => Set<StripeEvent>();

    public DbSet<LedgerAccount> LedgerAccounts => Set<LedgerAccount>();

    public DbSet<LedgerTransaction> LedgerTransactions => Set<LedgerTransaction>();

    public DbSet<LedgerEntry> LedgerEntries => Set<LedgerEntry>();

    public DbSet<LedgerSeal> LedgerSeals => Set<LedgerSeal>();

    public DbSet<SealLine> SealLines => Set<SealLine>();

    public DbSet<UnsealedTransaction> UnsealedTransactions => Set<UnsealedTransaction>();

    public DbSet<Earning> Earnings => Set<Earning>();

    public DbSet<Payout> Payouts => Set<Payout>();

    public DbSet<PayoutItem> PayoutItems => Set<PayoutItem>();

    public DbSet<TransferReversal> TransferReversals => Set<TransferReversal>();

    public DbSet<PayoutTerms> PayoutTerms => Set<PayoutTerms>();

    public DbSet<Conversation> Conversations => Set<Conversation>();

    public DbSet<ChatMessage> ChatMessages => Set<ChatMessage>();

    public DbSet<UserFeed> UserFeeds => Set<UserFeed>();

    public DbSet<UserEvent> UserEvents => Set<UserEvent>();

    public DbSet<UserNote> UserNotes => Set<UserNote>();

    /// <summary>What administrators set while the school runs.</summary>
    public DbSet<SettingValue> SettingValues => Set<SettingValue>();

    /// <summary>Features that a part of the people has.</summary>
    public DbSet<FeatureFlag> FeatureFlags => Set<FeatureFlag>();

    /// <summary>What was changed of settings and feature flags.</summary>
    public DbSet<SettingChange> SettingChanges => Set<SettingChange>();

    /// <summary>Drafts that were handed to the reviewers.</summary>
    public DbSet<CourseSubmission> CourseSubmissions => Set<CourseSubmission>();

    /// <summary>What reviewers asked authors to change.</summary>
    public DbSet<RequestedChange> RequestedChanges => Set<RequestedChange>();

    public DbSet<ModerationCase> ModerationCases => Set<ModerationCase>();

    public DbSet<EvidenceSnapshot> EvidenceSnapshots => Set<EvidenceSnapshot>();

    public DbSet<ModerationReport> ModerationReports => Set<ModerationReport>();

    public DbSet<ModerationDecision> ModerationDecisions => Set<ModerationDecision>();

    public DbSet<ModerationAppeal> ModerationAppeals => Set<ModerationAppeal>();

    public DbSet<SupportView> SupportViews => Set<SupportView>();

    public DbSet<AccountMerge> AccountMerges => Set<AccountMerge>();

    public DbSet<TableExport> TableExports => Set<TableExport>();

    public DbSet<StorageTotal> StorageTotals => Set<StorageTotal>();

    public DbSet<AuditEvent> AuditEvents => Set<AuditEvent>();

    public DbSet<OutboxMessage> OutboxMessages => Set<OutboxMessage>();

    public DbSet<DeadLetter> DeadLetters => Set<DeadLetter>();

    public DbSet<SweepFailure> SweepFailures => Set<SweepFailure>();

    public DbSet<IdempotencyRecord> IdempotencyRecords => Set<IdempotencyRecord>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasPostgresExtension("unaccent").HasPostgresExtension("pg_trgm");
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(SchoolDbContext).Assembly);

        // An index that has a name is named so in the database, too: refusals of races are told by it. The naming convention would make another.
        foreach (var index in modelBuilder.Model.GetEntityTypes().SelectMany(entity => entity.GetIndexes()).Where(index => index.Name is not null))
        {
            index.SetDatabaseName(index.Name);
        }
    }
}

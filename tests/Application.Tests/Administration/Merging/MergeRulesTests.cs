using System.Text.RegularExpressions;
using ESchool.Application.Administration.Merging;
using ESchool.Application.Identity.Privacy;
using ESchool.Application.Tests.Identity;
using ESchool.Data;
using ESchool.Domain.Identity;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace ESchool.Application.Tests.Administration.Merging;

/// <summary>Every column that names a user is decided; what is left of a merged account goes with the person.</summary>
public sealed partial class MergeRulesTests(SchoolFixture fixture) : IClassFixture<SchoolFixture>
{
    /// <summary>Columns of UUIDs that name no user. A new name is decided here or in MergeRules.</summary>
    private static readonly string[] NotUsers =
    [
        "account_id",
        "announcement_id",
        "application_id",
        "asset_id",
        "bundle_id",
        "case_id",
        "client_message_id",
        "conversation_id",
        "coupon_id",
        "course_id",
        "cover_id",
        "curriculum_version_id",
        "decision_id",
        "device_id",
        "enrollment_id",
        "id",
        "lesson_id",
        "month_id",
        "next_cover_id",
        "order_id",
        "payout_id",
        "plan_id",
        "promotional_video",
        "registration_id",
        "request_id",
        "reverts",
        "review_id",
        "row_id",
        "section_id",
        "sent_up_to",
        "session_id",
        "snapshot_id",
        "submission_id",
        "subscription_id",
        "transaction_id",
        "upload_id",
        "version_id",
    ];

    private readonly TestSchool school = fixture.School;

    [Fact]
    public void EveryColumnThatNamesAUser_IsDecided_Once()
    {
        using var db = new DesignTimeSchoolDbContextFactory().CreateDbContext([]);
        var columns =
            from entity in db.Model.GetEntityTypes()
            from property in entity.GetFlattenedProperties()
            where (Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType) == typeof(Guid)
            let name = property.GetColumnName()
            where PointsAtUser(property) || !NotUsers.Contains(name)
            select $"{entity.GetSchema()}.{entity.GetTableName()}.{name}";
        Assert.Equal(columns.Distinct().Order(StringComparer.Ordinal), MergeRules.All.Select(rule => rule.Column).Order(StringComparer.Ordinal));
    }

    /// <summary>The data map, by which people are exported and erased, says whose a row is by a column: each of these is decided too.</summary>
    [Fact]
    public void EveryColumn_ByWhichTheDataMapFindsAPerson_IsDecided()
    {
        using var db = new DesignTimeSchoolDbContextFactory().CreateDbContext([]);
        var decided = MergeRules.All.Select(rule => rule.Column).ToHashSet();
        var undecided = (
            from table in PersonalTable.All(db.Model)
            from Match match in UserColumn().Matches(Nested().Replace(table.Owner, ""))
            let column = $"{table.Schema}.{table.Table}.{match.Groups[1].Value}"
            where !decided.Contains(column) && column != "identity.users.id"
            select column
        ).ToList();
        Assert.Empty(undecided);
        Assert.True(PersonalTable.All(db.Model).Count > 50);
    }

    [Fact]
    public void EveryRule_SaysWhy_AndWhatIsCountedSaysWhyTheRestStays()
    {
        Assert.All(MergeRules.All, rule => Assert.NotEmpty(rule.Why));
        Assert.All(MergeRules.All.Where(rule => rule.Fate is MergeFate.Blocks or MergeFate.Follows), rule => Assert.Null(rule.Kind));
    }

    [Fact]
    public async Task AMergedAccount_IsErasedWithTheOneThatStays_AndRestoredWithIt()
    {
        await school.PrepareStorageAsync();
        var admin = await school.AdminAsync();
        var canary = $"Zephyrine{Guid.NewGuid():N}"[..20];
        var (first, second, email) = (
            await school.UserAsync(Roles.Student, canary),
            await school.UserAsync(Roles.Student, canary),
            await school.PersonAsync(canary)
        );
        var person = await school.ActorAsync(email);
        await school.MergeAsync(admin, first, second);
        await school.MergeAsync(admin, second, person);
        await school.ReadAsync(db => db.AccountMerges.ExecuteUpdateAsync(set => set.SetProperty(m => m.Reason, canary)));

        await school.DoAsync<DeleteAccount, DateTimeOffset>(d => d.ExecuteAsync(person, CancellationToken.None));
        var back = await school.ActorAsync(email);
        await school.DoAsync<RestoreAccount>(r => r.ExecuteAsync(back, CancellationToken.None));
        school.Clock.Advance(User.DeletionGrace);
        Assert.Equal(0, await EraseAsync());

        back = await school.ActorAsync(email);
        await school.DoAsync<DeleteAccount, DateTimeOffset>(d => d.ExecuteAsync(back, CancellationToken.None));
        school.Clock.Advance(User.DeletionGrace);
        Assert.Equal(3, await EraseAsync());
        Assert.Empty(await DatabaseSearch.FindTablesAsync(school.Database, canary));
    }

    [Fact]
    public void TheExportOfAPerson_SaysNothingOfWhatStaffFoundOutForAMerge()
    {
        using var db = new DesignTimeSchoolDbContextFactory().CreateDbContext([]);
        var shown = PersonalTable.All(db.Model).Single(table => table.Name == "administration.account_merges").Columns.Where(column => !column.IsHidden);
        Assert.Equal(["ended_at", "expires_at", "id", "prepared_at", "state"], shown.Select(column => column.Name).Order(StringComparer.Ordinal));
    }

    private static bool PointsAtUser(IReadOnlyProperty property) =>
        property.GetContainingForeignKeys().Any(key => key.PrincipalEntityType.ClrType == typeof(User) && key.Properties.Count == 1);

    private Task<int> EraseAsync() => school.DoAsync<EraseAccounts, int>(e => e.ExecuteAsync(CancellationToken.None));

    [GeneratedRegex(@"(\w+) = @user")]
    private static partial Regex UserColumn();

    [GeneratedRegex(@"\(.*\)")]
    private static partial Regex Nested();
}

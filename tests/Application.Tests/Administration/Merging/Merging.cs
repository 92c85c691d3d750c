using ESchool.Application.Administration.Grants;
using ESchool.Application.Administration.Merging;
using ESchool.Domain;
using ESchool.Domain.Administration.Merging;
using ESchool.Domain.Certificates;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Administration.Merging;

/// <summary>What tests of merges do over and over.</summary>
internal static class Merging
{
    public static Task<AccountMerge> PrepareAsync(this TestSchool school, Actor admin, Actor source, Actor target) =>
        school.DoAsync<PrepareAccountMerge, AccountMerge>(p =>
            p.ExecuteAsync(admin, source.UserId, target.UserId, "Both showed their passport.", CancellationToken.None)
        );

    public static Task<AccountMerge> ConfirmAsync(this TestSchool school, Actor admin, AccountMerge merge, string? etag = null) =>
        school.DoAsync<ConfirmAccountMerge, AccountMerge>(c => c.ExecuteAsync(admin, merge.Id, etag ?? merge.Etag, CancellationToken.None));

    public static async Task<AccountMerge> MergeAsync(this TestSchool school, Actor admin, Actor source, Actor target) =>
        await school.ConfirmAsync(admin, await school.PrepareAsync(admin, source, target));

    public static Task<AccountMerge> ReadAsync(this TestSchool school, AccountMerge merge) =>
        school.DoAsync<GetAccountMerge, AccountMerge>(g => g.ExecuteAsync(merge.Id, CancellationToken.None));

    public static async Task<GrantedEnrollment> GrantAsync(this TestSchool school, Actor admin, Actor student, Guid courseId) =>
        await school.DoAsync<GrantEnrollment, GrantedEnrollment>(g => g.ExecuteAsync(admin, student.UserId, courseId, "An apology.", CancellationToken.None));

    public static Task RevokeAsync(this TestSchool school, Actor admin, GrantedEnrollment granted) =>
        school.DoAsync<RevokeEnrollmentGrant>(r => r.ExecuteAsync(admin, granted.GrantId, "By mistake.", CancellationToken.None));

    public static async Task<Guid> CertifyAsync(this TestSchool school, Guid enrollmentId, Actor student)
    {
        var (id, now) = (Guid.CreateVersion7(school.Clock.GetUtcNow()), school.Clock.GetUtcNow());
        var facts = new CertificateFacts("Ada", "Compilers", 1, "Grace", 2, now);
        await school.SaveAsync(new Certificate(id, Guid.NewGuid().ToString("N")[..12], enrollmentId, student.UserId, facts, Guid.NewGuid().ToByteArray(), now));
        return id;
    }

    /// <summary>Whose an enrollment is.</summary>
    public static Task<Guid> OwnerAsync(this TestSchool school, Guid enrollmentId) =>
        school.ReadAsync(db => db.Enrollments.Where(e => e.Id == enrollmentId).Select(e => e.StudentId).SingleAsync());

    /// <summary>Whose an order is.</summary>
    public static Task<Guid> BuyerAsync(this TestSchool school, Guid orderId) =>
        school.ReadAsync(db => db.Orders.Where(o => o.Id == orderId).Select(o => o.StudentId).SingleAsync());

    /// <summary>The account that one was merged into.</summary>
    public static Task<Guid?> MergedIntoAsync(this TestSchool school, Actor account) =>
        school.ReadAsync(db => db.Users.Where(u => u.Id == account.UserId).Select(u => u.MergedInto).SingleAsync());
}

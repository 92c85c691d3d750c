using ESchool.Contracts.Administration.V1;
using ESchool.Domain;
using ESchool.Tests.Support;
using Google.Rpc;
using Grpc.Core;

namespace ESchool.Api.Tests.Merging;

/// <summary>Accounts are merged over the wire.</summary>
public sealed class AccountMergeCallTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private AccountMergeService.AccountMergeServiceClient Merges => new(fixture.Channel);

    [Fact]
    public async Task TwoAccounts_ArePrepared_Confirmed_AndTheOneThatIsLeftNamesTheOther()
    {
        var (old, now, course) = (await fixture.School.StudentAsync(), await fixture.School.StudentAsync(), await fixture.School.PublishedCourseAsync());
        var enrollment = $"enrollments/{await fixture.School.EnrollmentAsync(old, course)}";
        var headers = await fixture.HeadersAsync(await fixture.School.AdminAsync());
        var request = RequestOf(old, now);
        var merge = (await Merges.PrepareAccountMergeAsync(request, headers)).AccountMerge;
        Assert.Equal(merge, (await Merges.PrepareAccountMergeAsync(request, headers)).AccountMerge);
        Assert.Equal((request.Source, request.Target, AccountMerge.Types.State.Prepared), (merge.Source, merge.Target, merge.State));
        var moved = Assert.Single(merge.Moves);
        Assert.Equal((AccountMergeItem.Types.Kind.Enrollment, enrollment, 1), (moved.Kind, moved.Resource, moved.Count));
        Assert.Equal(TimeSpan.FromDays(1), merge.ExpireTime.ToDateTime() - merge.CreateTime.ToDateTime());

        var confirm = new ConfirmAccountMergeRequest { Name = merge.Name, Etag = merge.Etag };
        await Status.OfAsync(
            StatusCode.Aborted,
            "ETAG_STALE",
            () => Merges.ConfirmAccountMergeAsync(new ConfirmAccountMergeRequest(confirm) { Etag = "another" }, headers).ResponseAsync
        );
        var done = (await Merges.ConfirmAccountMergeAsync(confirm, headers)).AccountMerge;
        Assert.Equal(AccountMerge.Types.State.Confirmed, done.State);
        Assert.Equal(done, (await Merges.ConfirmAccountMergeAsync(confirm, headers)).AccountMerge);
        Assert.Equal(done, (await Merges.GetAccountMergeAsync(new GetAccountMergeRequest { Name = merge.Name }, headers)).AccountMerge);
        var listed = Assert.Single((await Merges.ListAccountMergesAsync(new ListAccountMergesRequest { User = request.Target }, headers)).AccountMerges);
        Assert.Equal((merge.Name, 0), (listed.Name, listed.Moves.Count));

        var administration = new AdministrationService.AdministrationServiceClient(fixture.Channel);
        var left = (await administration.GetUserRecordAsync(new GetUserRecordRequest { Name = request.Source }, headers)).User;
        Assert.Equal((request.Target, true), (left.MergedInto, left.SuspendTime is not null));
        await Status.OfAsync(
            StatusCode.FailedPrecondition,
            "ACCOUNT_MERGED",
            () => administration.ReinstateUserAsync(new ReinstateUserRequest { Name = request.Source }, headers).ResponseAsync
        );
        await Status.OfAsync(
            StatusCode.FailedPrecondition,
            "ACCOUNT_MERGE_STATE_WRONG",
            () => Merges.CancelAccountMergeAsync(new CancelAccountMergeRequest { Name = merge.Name }, headers).ResponseAsync
        );
    }

    [Fact]
    public async Task WhatBlocks_IsToldInFull_WithWhatToDo()
    {
        var (course, student) = (await fixture.School.PublishedCourseAsync(), await fixture.School.StudentAsync());
        var headers = await fixture.HeadersAsync(await fixture.School.AdminAsync());
        var merge = (await Merges.PrepareAccountMergeAsync(RequestOf(course.Instructor, student), headers)).AccountMerge;
        var refused = await Status.OfAsync(
            StatusCode.FailedPrecondition,
            "ACCOUNT_MERGE_BLOCKED",
            () => Merges.ConfirmAccountMergeAsync(new ConfirmAccountMergeRequest { Name = merge.Name, Etag = merge.Etag }, headers).ResponseAsync
        );
        Assert.Equal("KIND_ROLE,KIND_AUTHOR", refused.GetDetail<ErrorInfo>().Metadata["kinds"]);
        Assert.Equal(
            merge.Blockers.Select(b => (b.Resource, b.Advice)),
            refused.GetDetail<PreconditionFailure>().Violations.Select(v => (v.Subject, v.Description))
        );
        Assert.Contains(merge.Blockers, b => b.Kind == AccountMergeBlocker.Types.Kind.Author && b.Resource == $"courses/{course.Id}");

        var same = RequestOf(student, student);
        await Status.OfAsync(StatusCode.InvalidArgument, "SAME_ACCOUNT", () => Merges.PrepareAccountMergeAsync(same, headers).ResponseAsync);
    }

    private static PrepareAccountMergeRequest RequestOf(Actor source, Actor target) =>
        new()
        {
            RequestId = Guid.NewGuid().ToString(),
            Source = $"users/{source.UserId}",
            Target = $"users/{target.UserId}",
            Reason = "Both showed their passport.",
        };
}

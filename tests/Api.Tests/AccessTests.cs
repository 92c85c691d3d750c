using ESchool.Contracts.Administration.V1;
using ESchool.Contracts.Catalog.V1;
using ESchool.Contracts.Identity.V1;
using ESchool.Contracts.Learning.V1;
using ESchool.Contracts.Payouts.V1;
using ESchool.Tests.Support;
using Grpc.Core;

namespace ESchool.Api.Tests;

public sealed class AccessTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task WithoutAToken_WhatIsNotPublicIsRefused()
    {
        await Status.OfAsync(
            StatusCode.Unauthenticated,
            "ACCESS_TOKEN_INVALID",
            () => Users.GetUserAsync(new GetUserRequest { Name = "users/me" }).ResponseAsync
        );
        await Catalog.SearchCoursesAsync(new SearchCoursesRequest());
    }

    [Fact]
    public async Task WithoutTheRole_TheCallIsRefused()
    {
        var student = await fixture.HeadersAsync(await fixture.School.StudentAsync());
        await Status.OfAsync(
            StatusCode.PermissionDenied,
            "ROLE_MISSING",
            () => Authoring.CreateCourseAsync(new CreateCourseRequest { Course = new CourseDraft { Title = "Mine" } }, student).ResponseAsync
        );
        await Status.OfAsync(
            StatusCode.PermissionDenied,
            "ROLE_MISSING",
            () => Administration.VerifyLedgerAsync(new VerifyLedgerRequest(), student).ResponseAsync
        );
    }

    [Fact]
    public async Task ARevokedSession_ReachesNeitherMoneyNorAdministration()
    {
        var admin = await fixture.School.AdminAsync();
        var headers = await fixture.HeadersAsync(admin);
        await Administration.VerifyLedgerAsync(new VerifyLedgerRequest(), headers);
        await Users.SignOutAsync(new SignOutRequest(), headers);
        await Status.OfAsync(
            StatusCode.Unauthenticated,
            "ACCESS_TOKEN_INVALID",
            () => Administration.VerifyLedgerAsync(new VerifyLedgerRequest(), headers).ResponseAsync
        );
        await Status.OfAsync(
            StatusCode.Unauthenticated,
            "ACCESS_TOKEN_INVALID",
            () => Earnings.ListPayoutsAsync(new ListPayoutsRequest(), headers).ResponseAsync
        );
    }

    [Fact]
    public async Task SomebodyElses_IsNotFound_LikeSomethingThatDoesNotExist()
    {
        var course = await fixture.School.PublishedCourseAsync();
        var owner = await fixture.School.StudentAsync();
        var enrollment = await fixture.School.EnrollmentAsync(owner, course);
        var other = await fixture.HeadersAsync(await fixture.School.StudentAsync());
        var otherInstructor = await fixture.HeadersAsync(await fixture.School.InstructorAsync());
        var foreign = await Status.OfAsync(
            StatusCode.NotFound,
            "ENROLLMENT_NOT_FOUND",
            () => Learning.GetEnrollmentAsync(new GetEnrollmentRequest { Name = $"enrollments/{enrollment}" }, other).ResponseAsync
        );
        var absentId = Guid.CreateVersion7();
        var absent = await Status.OfAsync(
            StatusCode.NotFound,
            "ENROLLMENT_NOT_FOUND",
            () => Learning.GetEnrollmentAsync(new GetEnrollmentRequest { Name = $"enrollments/{absentId}" }, other).ResponseAsync
        );
        Assert.Equal(
            absent.Message.Replace($"{absentId}", "", StringComparison.Ordinal),
            foreign.Message.Replace($"{enrollment}", "", StringComparison.Ordinal)
        );
        await Status.OfAsync(
            StatusCode.NotFound,
            "COURSE_NOT_FOUND",
            () => Authoring.GetCourseDraftAsync(new GetCourseDraftRequest { Name = $"courses/{course.Id}" }, otherInstructor).ResponseAsync
        );
        await Status.OfAsync(
            StatusCode.NotFound,
            "COURSE_NOT_FOUND",
            () => Authoring.PublishCourseAsync(new PublishCourseRequest { Name = $"courses/{course.Id}" }, otherInstructor).ResponseAsync
        );
    }

    private IdentityService.IdentityServiceClient Users => new(fixture.Channel);

    private CatalogService.CatalogServiceClient Catalog => new(fixture.Channel);

    private AuthoringService.AuthoringServiceClient Authoring => new(fixture.Channel);

    private AdministrationService.AdministrationServiceClient Administration => new(fixture.Channel);

    private LearningService.LearningServiceClient Learning => new(fixture.Channel);

    private EarningsService.EarningsServiceClient Earnings => new(fixture.Channel);
}

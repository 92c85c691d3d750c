using ESchool.Api.Calls;
using ESchool.Api.Calls.Callers;
using ESchool.Api.Calls.Wire;
using ESchool.Application.Learning.Engagement;
using ESchool.Application.Learning.Students;
using ESchool.Application.Typesetting.Tables;
using ESchool.Contracts.Learning.V1;
using Grpc.Core;
using Order = ESchool.Application.Learning.Students.StudentOrder;

namespace ESchool.Api.Learning;

internal sealed class StudentReportGrpcService(PageTokens pages) : StudentReportService.StudentReportServiceBase
{
    private const string CoursePattern = "courses/{course}";
    private const string StudentPattern = "courses/{course}/students/{user}";

    public override async Task<ListStudentsResponse> ListStudents(ListStudentsRequest request, ServerCallContext context)
    {
        var arguments = new ListStudentsRequest(request) { PageSize = 0, PageToken = "" };
        var page = await context
            .UseCase<ListStudents>()
            .ExecuteAsync(
                context.Actor(),
                ResourceNames.One(request.Course, CoursePattern, "course"),
                request.Filter.ToFilter(),
                request.NameContains,
                (Order)request.OrderBy,
                pages.Read(context, request.PageSize, request.PageToken, arguments),
                context.CancellationToken
            );
        return new ListStudentsResponse { Students = { page.Items.Select(row => row.ToWire()) }, NextPageToken = pages.Next(context, page, arguments) };
    }

    public override async Task<ExportStudentsResponse> ExportStudents(ExportStudentsRequest request, ServerCallContext context)
    {
        var exported = await context
            .UseCase<ExportStudents>()
            .ExecuteAsync(
                context.Actor(),
                ResourceNames.One(request.Course, CoursePattern, "course"),
                request.Filter.ToFilter(),
                request.NameContains,
                request.Format == StudentFileFormat.Unspecified ? TableFormat.Csv : (TableFormat)request.Format,
                context.CancellationToken
            );
        return new ExportStudentsResponse
        {
            DownloadUrl = exported.Url,
            ExpireTime = exported.ExpiresAt.ToWire(),
            StudentCount = exported.Students,
        };
    }

    public override async Task<GetStudentResponse> GetStudent(GetStudentRequest request, ServerCallContext context)
    {
        var (courseId, studentId) = ResourceNames.Two(request.Name, StudentPattern);
        var report = await context.UseCase<GetStudent>().ExecuteAsync(context.Actor(), courseId, studentId, context.CancellationToken);
        return new GetStudentResponse
        {
            Student = report.Row.ToWire(),
            CurriculumVersion = report.Progress.Enrollment.CurriculumVersion,
            Lessons = { report.Progress.Lessons.Select(lesson => lesson.ToWire(report.Row.EnrollmentId)) },
        };
    }

    public override async Task<GetCourseEngagementResponse> GetCourseEngagement(GetCourseEngagementRequest request, ServerCallContext context)
    {
        var courseId = ResourceNames.One(request.Course, CoursePattern, "course");
        return (await context.UseCase<GetCourseEngagement>().ExecuteAsync(context.Actor(), courseId, context.CancellationToken)).ToWire();
    }
}

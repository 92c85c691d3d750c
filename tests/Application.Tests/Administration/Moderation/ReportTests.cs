using ESchool.Application.Administration.Moderation.Cases;
using ESchool.Application.Administration.Moderation.Reports;
using ESchool.Application.Tests.Catalog.Reviews;
using ESchool.Application.Tests.Chat;
using ESchool.Domain;
using ESchool.Domain.Administration.Moderation;
using ESchool.Domain.Catalog;
using ESchool.Domain.Catalog.Reviews;
using ESchool.Domain.Chat;
using ESchool.Domain.Identity;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static ESchool.Application.Tests.Administration.Moderation.Moderating;

namespace ESchool.Application.Tests.Administration.Moderation;

/// <summary>What can be reported, by whom, how often, and what is kept of it.</summary>
public sealed class ReportTests(SchoolFixture fixture) : IClassFixture<SchoolFixture>
{
    private readonly TestSchool school = fixture.School;

    [Fact]
    public async Task ReportsOfOneThing_GatherInOneCase_HoweverManyRace()
    {
        var course = await school.PublishedCourseAsync();
        var reporters = new List<Actor>();
        for (var i = 0; i < 12; i++)
        {
            reporters.Add(await school.StudentAsync());
        }

        var reports = await Task.WhenAll(reporters.Select(reporter => school.ReportAsync(reporter, TargetOf(course))));
        var caseId = Assert.Single(reports.Select(r => r.CaseId).Distinct());
        var file = await school.CaseAsync(await school.AdminAsync(), caseId);
        Assert.Equal((CaseState.Open, CaseOrigin.Report, 12), (file.Case.State, file.Case.Origin, file.Case.ReportCount));
        Assert.Equal(course.Instructor.UserId, file.Case.PersonId);
        Assert.Equal(reporters.Select(r => r.UserId).Order(), file.Reports.Select(r => r.Report.ReporterId).Order());
        var evidence = Assert.Single(file.Snapshots).Snapshot;
        Assert.Equal(("Compilers in an Afternoon", 1), (evidence.Title, evidence.Version));
        Assert.Contains("All of it.", evidence.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AReporter_HasOneReport_AndReportsAgainOnlyWhatHasChanged()
    {
        var course = await school.PublishedCourseAsync();
        var (author, reporter) = (await school.LearnerAsync(course), await school.StudentAsync());
        var review = (await school.ReviewAsync(author, course, 2, "Nonsense.")).Review;
        var first = await school.ReportAsync(reporter, TargetOf(review), ReportCategory.Spam, "Spam.");
        var refusal = await Refused.WithAsync(ModerationReasons.ReportExists, () => school.ReportAsync(reporter, TargetOf(review)));
        Assert.Equal($"reports/{first.Id}", refusal.Metadata["report"]);

        await school.ChangeAsync(author, review, 1, "Insults.");
        var again = await school.ReportAsync(reporter, TargetOf(review), ReportCategory.Harassment, "Insults.");
        Assert.Equal((first.Id, ReportCategory.Harassment, "Insults."), (again.Id, again.Category, again.Words));
        var file = await school.CaseAsync(await school.AdminAsync(), first.CaseId);
        Assert.Equal([("Nonsense.", 2), ("Insults.", 1)], file.Snapshots.Select(s => (s.Snapshot.Text, s.Snapshot.Stars)));
        Assert.Equal(file.Snapshots[1].Snapshot.Id, Assert.Single(file.Reports).Report.SnapshotId);
        Assert.Equal(1, file.Case.ReportCount);
    }

    [Fact]
    public async Task TheSameReport_SentManyTimesAtOnce_IsOne()
    {
        var (course, reporter) = (await school.PublishedCourseAsync(), await school.StudentAsync());
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => TryAsync()));
        Assert.Equal(1, outcomes.Count(reason => reason is null));
        Assert.All(outcomes.OfType<Reason>(), reason => Assert.Equal(ModerationReasons.ReportExists, reason));
        Assert.Equal(1, await school.ReadAsync(db => db.ModerationReports.CountAsync(r => r.ReporterId == reporter.UserId)));

        async Task<Reason?> TryAsync()
        {
            try
            {
                await school.ReportAsync(reporter, TargetOf(course));
                return null;
            }
            catch (DomainException refusal)
            {
                return refusal.Reason;
            }
        }
    }

    [Fact]
    public async Task ReportReview_AndCreateReport_LeadToTheSameCase()
    {
        var course = await school.PublishedCourseAsync();
        var review = (await school.ReviewAsync(await school.LearnerAsync(course), course, 1, "Insults.")).Review;
        var (one, other) = (await school.StudentAsync(), await school.StudentAsync());
        await Reviewing.ReportAsync(school, one, review, "Rude.");
        var report = await school.ReportAsync(other, TargetOf(review), ReportCategory.Harassment, "Threats.");
        var file = await school.CaseAsync(await school.AdminAsync(), report.CaseId);
        Assert.Equal(
            [(one.UserId, ReportCategory.Other, "Rude."), (other.UserId, ReportCategory.Harassment, "Threats.")],
            file.Reports.Select(r => (r.Report.ReporterId, r.Report.Category, r.Report.Words))
        );
        Assert.Equal(2, await school.ReadAsync(db => db.ReviewReports.CountAsync(r => r.ReviewId == review.Id && r.SettledAt == null)));
        await Refused.WithAsync(ReviewReasons.ReviewReported, () => Reviewing.ReportAsync(school, other, review));
        await Refused.WithAsync(ModerationReasons.ReportExists, () => school.ReportAsync(one, TargetOf(review)));
    }

    [Fact]
    public async Task OnlyWhatOneCanSee_CanBeReported_AndNothingOfOnesOwn()
    {
        var (student, instructor, conversation) = await school.TalkingAsync();
        var stranger = await school.StudentAsync();
        var sequence = await school.SayAsync(instructor, conversation, "Pay me directly.");
        var message = new ModerationTarget(TargetKind.Message, conversation, Sequence: sequence);
        var refusal = await Refused.WithAsync(ChatReasons.ConversationNotFound, () => school.ReportAsync(stranger, message));
        Assert.Equal($"conversations/{conversation}", refusal.Metadata["conversation"]);
        await Refused.WithAsync(ChatReasons.MessageNotFound, () => school.ReportAsync(student, message with { Sequence = 99 }));
        await Refused.WithAsync(ModerationReasons.ReportOwn, () => school.ReportAsync(instructor, message));
        Assert.Equal(message.Name, (await school.ReportAsync(student, message, ReportCategory.Fraud)).Target);

        await Refused.WithAsync(IdentityReasons.UserNotFound, () => school.ReportAsync(stranger, ProfileOf(student)));
        await Refused.WithAsync(ModerationReasons.ReportOwn, () => school.ReportAsync(student, ProfileOf(student)));
        await school.ReportAsync(stranger, ProfileOf(instructor));

        var course = await school.PublishedCourseAsync();
        await Refused.WithAsync(ModerationReasons.ReportOwn, () => school.ReportAsync(course.Instructor, TargetOf(course)));
        await Refused.WithAsync(CatalogReasons.CourseNotFound, () => school.ReportAsync(stranger, new ModerationTarget(TargetKind.Course, Guid.NewGuid())));
        var learner = await school.LearnerAsync(course);
        var review = (await school.ReviewAsync(learner, course, 3)).Review;
        await Refused.WithAsync(ModerationReasons.ReportOwn, () => school.ReportAsync(learner, TargetOf(review)));
        await school.HideAsync(await school.AdminAsync(), review);
        await Refused.WithAsync(ReviewReasons.ReviewNotFound, () => school.ReportAsync(stranger, TargetOf(review)));
    }

    [Fact]
    public async Task WhoIsEnrolled_ReportsACourseThatIsOffSale()
    {
        var (course, student) = (await school.PublishedCourseAsync(), await school.StudentAsync());
        await school.EnrollmentAsync(student, course);
        await school.ReadAsync(db => db.Courses.Where(c => c.Id == course.Id).ExecuteUpdateAsync(set => set.SetProperty(c => c.PublishedVersion, 0)));
        await school.ReportAsync(student, TargetOf(course));
        var stranger = await school.StudentAsync();
        await Refused.WithAsync(CatalogReasons.CourseNotFound, () => school.ReportAsync(stranger, TargetOf(course)));
    }

    [Fact]
    public async Task ADayHasAnEnd_AlsoForReportsAtOnce()
    {
        var reporter = await school.StudentAsync();
        var instructor = await school.InstructorAsync();
        var courses = new List<PublishedTestCourse>();
        for (var i = 0; i < ReportingRecord.MostPerDay + 3; i++)
        {
            courses.Add(await school.PublishedCourseAsync(instructor: instructor));
        }

        var outcomes = await Task.WhenAll(courses.Select(TryAsync));
        Assert.Equal(ReportingRecord.MostPerDay, outcomes.Count(reason => reason is null));
        Assert.All(outcomes.OfType<Reason>(), reason => Assert.Equal(ModerationReasons.ReportLimitReached, reason));

        async Task<Reason?> TryAsync(PublishedTestCourse course)
        {
            try
            {
                await school.ReportAsync(reporter, TargetOf(course));
                return null;
            }
            catch (DomainException refusal)
            {
                return refusal.Reason;
            }
        }
    }

    [Fact]
    public async Task AReport_IsItsReportersAlone_PageByPage()
    {
        var (reporter, stranger) = (await school.StudentAsync(), await school.StudentAsync());
        var reports = new List<Guid>();
        for (var i = 0; i < 5; i++)
        {
            reports.Insert(0, (await school.ReportAsync(reporter, TargetOf(await school.PublishedCourseAsync()))).Id);
        }

        var first = await ListAsync(null);
        var second = await ListAsync(first.Next);
        Assert.Equal(reports, first.Items.Concat(second.Items).Select(view => view.Report.Id));
        Assert.Null(second.Next);
        await Refused.WithAsync(ModerationReasons.ReportNotFound, () => school.ReportAsync(stranger, reports[0]));
        Assert.Null((await school.ReportAsync(reporter, reports[0])).Decision);

        Task<Page<ReportView>> ListAsync(string? after) =>
            school.DoAsync<ListOwnReports, Page<ReportView>>(l => l.ExecuteAsync(reporter, new PageRequest(3, after), CancellationToken.None));
    }

    [Fact]
    public async Task TheQueue_IsReadByKindCategoryAndPerson_OldestFirst()
    {
        var (instructor, reporter) = (await school.InstructorAsync(), await school.StudentAsync());
        var (older, newer) = (await school.PublishedCourseAsync(instructor: instructor), await school.PublishedCourseAsync(instructor: instructor));
        var cases = new[]
        {
            (await school.ReportAsync(reporter, TargetOf(older), ReportCategory.Fraud)).CaseId,
            (await school.ReportAsync(reporter, TargetOf(newer), ReportCategory.Spam)).CaseId,
            (await school.ReportAsync(reporter, ProfileOf(instructor), ReportCategory.Spam)).CaseId,
        };
        Assert.Equal(cases, await ListAsync(new CaseFilter(CaseState.Open, null, null, instructor.UserId)));
        Assert.Equal(cases[1..], await ListAsync(new CaseFilter(null, null, ReportCategory.Spam, instructor.UserId)));
        Assert.Equal([cases[0]], await ListAsync(new CaseFilter(null, TargetKind.Course, ReportCategory.Fraud, instructor.UserId)));
        Assert.Empty(await ListAsync(new CaseFilter(CaseState.Resolved, null, null, instructor.UserId)));

        async Task<IReadOnlyList<Guid>> ListAsync(CaseFilter filter)
        {
            var all = new List<Guid>();
            string? after = null;
            do
            {
                var page = await school.DoAsync<ListCases, Page<ModerationCase>>(l =>
                    l.ExecuteAsync(filter, new PageRequest(1, after), CancellationToken.None)
                );
                all.AddRange(page.Items.Select(c => c.Id));
                after = page.Next;
            } while (after is not null);

            return all;
        }
    }
}

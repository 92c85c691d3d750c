using ESchool.Api.Calls.Wire;
using ESchool.Application.Instructors;
using ESchool.Application.Instructors.Applications;
using ESchool.Domain.Instructors;
using Wire = ESchool.Contracts.Instructors.V1;

namespace ESchool.Api.Instructors;

internal static class InstructorMapping
{
    public static Wire.Application ToWire(this InstructorApplication application) =>
        new()
        {
            Name = $"applications/{application.Id}",
            Applicant = $"users/{application.ApplicantId}",
            Bio = application.Bio,
            Expertise = application.Expertise,
            State = (Wire.Application.Types.State)application.State,
            ReviewMessage = application.ReviewMessage,
            SubmitTime = application.SubmittedAt.ToWire(),
            ReviewTime = application.ReviewedAt.ToWire(),
            CreateTime = application.CreatedAt.ToWire(),
            Documents = { application.Documents.OrderBy(document => document.Kind).Select(ToWire) },
        };

    public static Wire.Application ToWire(this ApplicationView view)
    {
        var application = view.Application.ToWire();
        application.ReapplyTime = view.ReapplyAt.ToWire();
        foreach (var document in application.Documents)
        {
            if (view.Addresses.TryGetValue((DocumentKind)document.Kind, out var address))
            {
                (document.DownloadUrl, document.ExpireTime) = (address.Url, address.ExpiresAt.ToWire());
            }
        }

        return application;
    }

    public static Wire.Instructor ToWire(this InstructorView instructor) =>
        new()
        {
            Name = $"instructors/{instructor.UserId}",
            User = $"users/{instructor.UserId}",
            DisplayName = instructor.DisplayName,
            Headline = instructor.Headline,
            Bio = instructor.Bio,
            Expertise = instructor.Expertise,
            CourseCount = instructor.Teaching.Courses,
            LearnerCount = instructor.Teaching.Learners,
            ReviewCount = instructor.Teaching.Reviews,
            AverageRating = instructor.Teaching.Average,
        };

    public static Wire.PayoutAccount ToWire(this PayoutAccount account) =>
        new()
        {
            StripeAccount = account.StripeAccountId,
            DetailsSubmitted = account.DetailsSubmitted,
            PayoutsEnabled = account.PayoutsEnabled,
            CountryCode = account.Country,
        };

    private static Wire.ApplicationDocument ToWire(ApplicationDocument document) =>
        new()
        {
            Kind = (Wire.ApplicationDocument.Types.Kind)document.Kind,
            ContentType = document.ContentType,
            SizeBytes = document.SizeBytes,
            UploadTime = document.UploadedAt.ToWire(),
        };
}

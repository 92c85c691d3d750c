using ESchool.Api.Calls.Wire;
using ESchool.Application;
using ESchool.Contracts.Catalog.V1;
using ESchool.Domain.Catalog;
using ESchool.Domain.Catalog.Packages;
using Google.Protobuf.Reflection;

namespace ESchool.Architecture.Tests;

/// <summary>A new field of a course or a lesson goes into packages too, and imports keep to the contract's limits.</summary>
public sealed class CourseFieldTests
{
    [Fact]
    public void TheLimitsOfImports_AreTheContracts()
    {
        var course = CourseDraft.Descriptor;
        (FieldDescriptor Field, int Limit)[] limits =
        [
            (course.FindFieldByName("title"), CourseTextLimits.Title),
            (course.FindFieldByName("subtitle"), CourseTextLimits.Subtitle),
            (course.FindFieldByName("summary"), CourseTextLimits.Summary),
            (course.FindFieldByName("description"), CourseTextLimits.Description),
            (course.FindFieldByName("tags"), CourseTextLimits.Tag),
            (course.FindFieldByName("objectives"), CourseTextLimits.Line),
            (course.FindFieldByName("requirements"), CourseTextLimits.Line),
            (course.FindFieldByName("audience"), CourseTextLimits.Line),
            (course.FindFieldByName("welcome_message"), CourseTextLimits.Message),
            (course.FindFieldByName("congratulation_message"), CourseTextLimits.Message),
            (Contracts.Catalog.V1.CourseQuestion.Descriptor.FindFieldByName("question"), CourseTextLimits.Question),
            (Contracts.Catalog.V1.CourseQuestion.Descriptor.FindFieldByName("answer"), CourseTextLimits.Answer),
            (SectionDraft.Descriptor.FindFieldByName("title"), CourseTextLimits.Title),
            (LessonDraft.Descriptor.FindFieldByName("title"), CourseTextLimits.Title),
            (Contracts.Catalog.V1.ArticleContent.Descriptor.FindFieldByName("markdown"), CourseTextLimits.Markdown),
        ];
        Assert.All(limits, one => Assert.Equal(ContractRules.TextLimitsOf(one.Field)!.MaxLength, one.Limit));
        Assert.Equal(CourseTextLimits.ShortestTitle, ContractRules.TextLimitsOf(course.FindFieldByName("title"))!.MinLength);
        Assert.Equal(CourseTextLimits.ShortestTag, ContractRules.TextLimitsOf(course.FindFieldByName("tags"))!.MinLength);
        (string Field, int Limit)[] items =
        [
            ("tags", CourseTextLimits.Tags),
            ("objectives", CourseTextLimits.Lines),
            ("requirements", CourseTextLimits.Lines),
            ("audience", CourseTextLimits.Lines),
            ("faq", CourseTextLimits.Questions),
        ];
        Assert.All(
            items,
            one => Assert.Equal(course.FindFieldByName(one.Field).GetOptions().GetExtension(Contracts.Options.V1.OptionsExtensions.Items).Max, one.Limit)
        );
    }

    [Fact]
    public void AManifest_SaysEverythingThatAnAuthorSaysOfACourse()
    {
        var manifest = ManifestType("ManifestCourse").GetProperties().Select(property => property.Name).ToHashSet();
        Assert.Empty(typeof(CourseText).GetProperties().Select(property => property.Name).Except(manifest));
    }

    /// <summary>What is added to a lesson is carried by packages, or stands here because it is not of the course but of this school.</summary>
    [Fact]
    public void AManifest_SaysEverythingOfALesson()
    {
        string[] carried = ["Title", "Required", "IsFreePreview", "AssetId", "ThresholdBasisPoints", "Markdown", "MinimumDwellSeconds"];
        string[] ofThisSchool = ["Id", "SectionId", "Kind", "OrderKey", "DeletedAt", "Revision", "Content"];
        Assert.Equal(carried.Concat(ofThisSchool).Order(), typeof(Lesson).GetProperties().Select(property => property.Name).Order());
    }

    private static Type ManifestType(string name) => typeof(SchoolRegistration).Assembly.GetTypes().Single(type => type.Name == name);
}

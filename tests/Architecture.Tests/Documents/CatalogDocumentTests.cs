using ESchool.Application.Catalog.Storefront.Search;
using ESchool.Domain.Catalog;
using ESchool.Domain.Catalog.Reviews;

namespace ESchool.Architecture.Tests.Documents;

/// <summary>The numbers in docs/catalog.md are those of the code.</summary>
public sealed class CatalogDocumentTests
{
    [Fact]
    public void TheNumbers_AreThoseOfTheCode()
    {
        // As one line: sentences are wrapped.
        var text = string.Join(' ', Document.Read("docs/catalog.md").Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        string[] said =
        [
            $"at most {Course.MostSections} sections, {Course.MostLessons:N0} lessons and {Course.MostTextBytes:N0} bytes of text",
            $"more than {SearchCourses.MaximumCandidates:N0} listings contain",
            $"At most {CountFacets.MaximumCounted:N0} courses are counted",
            $"m = {CourseRating.PriorMean}, the school-wide mean; C = {CourseRating.PriorWeight} reviews",
        ];
        Assert.All(said, sentence => Assert.Contains(sentence, text, StringComparison.Ordinal));
    }
}

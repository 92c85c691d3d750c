using ESchool.Application.Catalog.Packages.Formats;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Domain.Catalog.Packages;

namespace ESchool.Application.Catalog.Packages.Drafts;

/// <summary>Makes what a package says of its course into what a draft says, and reports what does not fit.</summary>
/// <param name="catalog">What the school knows.</param>
/// <param name="report">Where it is reported.</param>
internal sealed class CourseWords(CatalogOptions catalog, ReportWriter report)
{
    /// <summary>What a course is called whose package gives it no title.</summary>
    private const string NoTitle = "Imported course";

    /// <summary>The language of a course whose package names none that there is.</summary>
    private const string DefaultLanguage = "en";

    /// <summary>More than there are currencies.</summary>
    private const int MostPrices = 100;

    /// <summary>Reads the words; the promotional video is not among them.</summary>
    public CourseText Read(ManifestCourse said)
    {
        return new CourseText(
            Title(said.Title),
            Lines(nameof(said.Summary), said.Summary, CourseTextLimits.Summary),
            Lines(nameof(said.Description), said.Description, CourseTextLimits.Description),
            Language(said.Language)
        )
        {
            Subtitle = Line(nameof(said.Subtitle), said.Subtitle, CourseTextLimits.Subtitle),
            Category = Known(nameof(said.Category), said.Category, catalog.ListCategories().Contains),
            Level = Level(said.Level),
            Tags =
            [
                .. List(nameof(said.Tags), said.Tags, CourseTextLimits.Tags, CourseTextLimits.Tag, CourseTextLimits.ShortestTag)
                    .DistinctBy(tag => tag.ToLowerInvariant()),
            ],
            Objectives = List(nameof(said.Objectives), said.Objectives),
            Requirements = List(nameof(said.Requirements), said.Requirements),
            Audience = List(nameof(said.Audience), said.Audience),
            Faq = Questions(said.Faq),
            WelcomeMessage = Lines(nameof(said.WelcomeMessage), said.WelcomeMessage, CourseTextLimits.Message).Trim(),
            CongratulationMessage = Lines(nameof(said.CongratulationMessage), said.CongratulationMessage, CourseTextLimits.Message).Trim(),
        };
    }

    /// <summary>Sets the prices that the school allows.</summary>
    public void SetPrices(Course course, IReadOnlyList<ManifestPrice?>? prices)
    {
        var allowed = new List<Money>();
        foreach (var price in (prices ?? []).OfType<ManifestPrice>().Take(MostPrices))
        {
            // Not with another price behind: what is allowed alone may not be beside it.
            var isAllowed = price.Currency is { } code && Currency.Find(code) is not null && TrySet(course, [.. allowed, new Money(price.MinorUnits, code)]);
            if (isAllowed)
            {
                allowed.Add(new Money(price.MinorUnits, price.Currency!));
            }

            report.Add(
                ImportedThing.Price,
                price.Currency ?? "",
                isAllowed ? ImportOutcome.Mapped : ImportOutcome.LeftOut,
                isAllowed ? [] : [ImportCause.PriceNotAllowed]
            );
        }
    }

    private bool TrySet(Course course, IReadOnlyList<Money> prices)
    {
        try
        {
            course.SetPrice(prices[0], catalog.Limits, [.. prices.Skip(1)]);
            return true;
        }
        catch (DomainException refusal) when (refusal.Reason == CatalogReasons.PriceInvalid)
        {
            return false;
        }
    }

    private string Title(string? said)
    {
        var causes = new List<ImportCause>();
        var title = FittedText.Line(said, CourseTextLimits.Title, causes);
        var isLong = TextLength.Of(title) >= CourseTextLimits.ShortestTitle;
        if (said is not null)
        {
            Report(nameof(ManifestCourse.Title), isLong ? causes : [ImportCause.OutOfRange], isKept: isLong);
        }

        return isLong ? title : NoTitle;
    }

    private string Line(string field, string? text, int maximum) => Reported(field, text, causes => FittedText.Line(text, maximum, causes));

    private string Lines(string field, string? text, int maximum) => Reported(field, text, causes => FittedText.Lines(text, maximum, causes));

    private string Reported(string field, string? text, Func<List<ImportCause>, string> fit)
    {
        var causes = new List<ImportCause>();
        var fitted = fit(causes);
        if (!string.IsNullOrWhiteSpace(text))
        {
            Report(field, causes, isKept: fitted.Length > 0);
        }

        return fitted;
    }

    private string[] List(string field, IReadOnlyList<string?>? items, int most = CourseTextLimits.Lines, int longest = CourseTextLimits.Line, int shortest = 1)
    {
        var causes = new List<ImportCause>();
        var all = items ?? [];
        var fitted = all.Select(item => FittedText.Line(item, longest, causes)).Where(item => TextLength.Of(item) >= shortest).ToList();
        ReportList(field, all.Count, fitted.Count, most, causes);
        return [.. fitted.Take(most)];
    }

    private CourseQuestion[] Questions(IReadOnlyList<ManifestQuestion?>? items)
    {
        var causes = new List<ImportCause>();
        var all = items ?? [];
        var fitted = all.Select(asked => new CourseQuestion(
                FittedText.Line(asked?.Question, CourseTextLimits.Question, causes),
                FittedText.Lines(asked?.Answer, CourseTextLimits.Answer, causes).Trim()
            ))
            .Where(asked => asked.Question.Length > 0 && asked.Answer.Length > 0)
            .ToList();
        ReportList(nameof(ManifestCourse.Faq), all.Count, fitted.Count, CourseTextLimits.Questions, causes);
        return [.. fitted.Take(CourseTextLimits.Questions)];
    }

    private void ReportList(string field, int count, int usable, int most, List<ImportCause> causes)
    {
        if (usable > most)
        {
            causes.Add(ImportCause.TextCut);
        }

        if (count > usable)
        {
            causes.Add(ImportCause.Empty);
        }

        if (count > 0)
        {
            Report(field, causes, isKept: usable > 0);
        }
    }

    private string Language(string? tag)
    {
        if (LanguageTag.Find(tag?.Trim() ?? "") is { } known)
        {
            Report(nameof(ManifestCourse.Language), [], isKept: true);
            return known;
        }

        Report(nameof(ManifestCourse.Language), [ImportCause.ValueUnknown], isKept: true);
        return DefaultLanguage;
    }

    private CourseLevel Level(string? level) =>
        Enum.TryParse<CourseLevel>(
            Known(nameof(ManifestCourse.Level), level, name => Enum.GetNames<CourseLevel>().Contains(name, StringComparer.OrdinalIgnoreCase)),
            ignoreCase: true,
            out var known
        )
            ? known
            : CourseLevel.Unspecified;

    private string Known(string field, string? value, Func<string, bool> isKnown)
    {
        if (string.IsNullOrEmpty(value))
        {
            return "";
        }

        Report(field, isKnown(value) ? [] : [ImportCause.ValueUnknown], isKept: isKnown(value));
        return isKnown(value) ? value : "";
    }

    private void Report(string field, List<ImportCause> causes, bool isKept)
    {
        var path = char.ToLowerInvariant(field[0]) + field[1..];
        if (isKept)
        {
            report.Keep(ImportedThing.CourseField, path, causes);
        }
        else
        {
            report.Add(ImportedThing.CourseField, path, ImportOutcome.LeftOut, causes);
        }
    }
}

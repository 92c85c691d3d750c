using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ESchool.Application;
using ESchool.Contracts.Catalog.V1;
using ESchool.Domain;
using Microsoft.Extensions.Options;
using Money = Google.Type.Money;

namespace ESchool.Api.Catalog.CoursePages;

/// <summary>Says what a course is to those who do not read the page: search engines and other sites.</summary>
internal sealed class CourseSeoMapping(IOptions<PublicOptions> addresses)
{
    private const string School = "E-School";
    private const int DescriptionLength = 160;

    /// <summary>The head of a course's page.</summary>
    public CourseSeo ToWire(Course course, IReadOnlyList<PageInstructor> instructors)
    {
        var address = new Uri(addresses.Value.WebUrl, $"courses/{Uri.EscapeDataString(course.Slug.Length > 0 ? course.Slug : course.Name.Split('/')[1])}");
        var seo = new CourseSeo
        {
            Title = $"{course.Title} | {School}",
            Description = Shortened(VisibleText.OneLine(course.Summary.Length > 0 ? course.Summary : course.Subtitle)),
            CanonicalUri = address.AbsoluteUri,
            JsonLd = LinkedDataOf(course, instructors, address),
        };
        seo.OpenGraph.Add(OpenGraphOf(course, seo));
        return seo;
    }

    private static IEnumerable<CourseSeo.Types.MetaTag> OpenGraphOf(Course course, CourseSeo seo)
    {
        yield return Tag("og:type", "website");
        yield return Tag("og:site_name", School);
        yield return Tag("og:title", course.Title);
        yield return Tag("og:description", seo.Description);
        yield return Tag("og:url", seo.CanonicalUri);
        yield return Tag("og:locale", course.Language.Replace('-', '_'));
        if (LargestPictureOf(course) is { } picture)
        {
            yield return Tag("og:image", picture.Uri);
            yield return Tag("og:image:type", picture.ContentType);
            yield return Tag("og:image:width", picture.Width.ToString(CultureInfo.InvariantCulture));
            yield return Tag("og:image:height", picture.Height.ToString(CultureInfo.InvariantCulture));
        }

        yield return Tag("product:price:amount", AmountOf(course.Price));
        yield return Tag("product:price:currency", course.Price.CurrencyCode);
    }

    /// <summary>The encoder escapes what would end a script element.</summary>
    private static string LinkedDataOf(Course course, IReadOnlyList<PageInstructor> instructors, Uri address)
    {
        var data = new JsonObject
        {
            ["@context"] = "https://schema.org",
            ["@type"] = "Course",
            ["@id"] = address.AbsoluteUri,
            ["url"] = address.AbsoluteUri,
            ["name"] = course.Title,
            ["description"] = course.Summary.Length > 0 ? course.Summary : course.Title,
            ["inLanguage"] = course.Language,
            ["provider"] = new JsonObject
            {
                ["@type"] = "Organization",
                ["name"] = School,
                ["sameAs"] = new Uri(address, "/").AbsoluteUri,
            },
            ["author"] = new JsonArray([.. instructors.Select(who => new JsonObject { ["@type"] = "Person", ["name"] = who.DisplayName })]),
            ["offers"] = new JsonArray([.. course.OtherPrices.Prepend(course.Price).Select(price => OfferOf(price, address))]),
            ["hasCourseInstance"] = new JsonObject
            {
                ["@type"] = "CourseInstance",
                ["courseMode"] = "Online",
                ["courseWorkload"] = System.Xml.XmlConvert.ToString(course.VideoDuration.ToTimeSpan()),
            },
        };
        if (course.Rating is { } rating)
        {
            data["aggregateRating"] = new JsonObject
            {
                ["@type"] = "AggregateRating",
                ["ratingValue"] = Math.Round(rating.Average, 2),
                ["bestRating"] = 5,
                ["worstRating"] = 1,
                ["ratingCount"] = rating.ReviewCount,
            };
        }

        if (LargestPictureOf(course) is { } picture)
        {
            data["image"] = picture.Uri;
        }

        if (course.Objectives.Count > 0)
        {
            data["teaches"] = new JsonArray([.. course.Objectives.Select(objective => JsonValue.Create(objective))]);
        }

        return data.ToJsonString(JsonSerializerOptions.Default);
    }

    private static JsonObject OfferOf(Money price, Uri address) =>
        new()
        {
            ["@type"] = "Offer",
            ["category"] = price.Units == 0 && price.Nanos == 0 ? "Free" : "Paid",
            ["price"] = AmountOf(price),
            ["priceCurrency"] = price.CurrencyCode,
            ["availability"] = "https://schema.org/InStock",
            ["url"] = address.AbsoluteUri,
        };

    /// <summary>The JPEG, which every site reads.</summary>
    private static Picture? LargestPictureOf(Course course) => course.Cover?.Pictures.LastOrDefault(picture => picture.ContentType == "image/jpeg");

    private static string AmountOf(Money price) => (price.Units + (price.Nanos / 1_000_000_000m)).ToString("0.00#", CultureInfo.InvariantCulture);

    private static CourseSeo.Types.MetaTag Tag(string property, string content) => new() { Property = property, Content = content };

    /// <summary>Cuts between words.</summary>
    private static string Shortened(string text)
    {
        if (TextLength.IsWithin(text, DescriptionLength))
        {
            return text;
        }

        var letters = StringInfo.GetTextElementEnumerator(text);
        var cut = new System.Text.StringBuilder();
        for (var i = 0; i < DescriptionLength - 1 && letters.MoveNext(); i++)
        {
            cut.Append(letters.GetTextElement());
        }

        var whole = cut.ToString();
        var end = whole.LastIndexOf(' ');
        return $"{(end > whole.Length / 2 ? whole[..end] : whole)}…";
    }
}

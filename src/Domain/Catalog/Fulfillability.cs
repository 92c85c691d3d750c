namespace ESchool.Domain.Catalog;

/// <summary>
/// Finds the rules of a draft that no student could fulfil, because such a course could be bought but never completed; and what of it is not ready to be shown.
/// </summary>
internal static class Fulfillability
{
    public static List<Violation> Check(Course course, IReadOnlyDictionary<Guid, int> playableSeconds)
    {
        var name = $"courses/{course.Id}";
        var violations = new List<Violation>();
        if (course.Price is null)
        {
            violations.Add(new Violation(name, "The course has no price; set it to 0 for a free course."));
        }

        if (course.NextCoverId is not null)
        {
            violations.Add(new Violation(name, "The cover is still being looked at; wait for it, or take it away."));
        }

        if (course.Text.PromotionalVideo is { } video && !playableSeconds.ContainsKey(video))
        {
            violations.Add(new Violation(name, "The promotional video is not ready."));
        }

        var lessons = course.Sections.SelectMany(s => s.Lessons).ToList();
        if (!lessons.Any(l => l.Required))
        {
            violations.Add(new Violation(name, "The course has no required lesson, so it could never be completed."));
        }

        foreach (var section in course.Sections.Where(s => s.Lessons.Count == 0))
        {
            violations.Add(new Violation($"{name}/sections/{section.Id}", "The section has no lesson."));
        }

        foreach (var lesson in lessons)
        {
            var problem = lesson.Content switch
            {
                VideoContent { AssetId: null } => "The video lesson has no video.",
                VideoContent { AssetId: { } asset } when !playableSeconds.ContainsKey(asset) => "The lesson's video is not ready.",
                ArticleContent article when string.IsNullOrWhiteSpace(article.Markdown) => "The article has no text.",
                _ => null,
            };
            if (problem is not null)
            {
                violations.Add(new Violation($"{name}/lessons/{lesson.Id}", problem));
            }
        }

        return violations;
    }
}

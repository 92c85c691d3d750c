using ESchool.Domain.Catalog.Packages;

namespace ESchool.Domain.Catalog;

/// <summary>The sections and lessons of a draft. What is deleted stays for a while, and can be restored to its place.</summary>
public sealed partial class Course
{
    /// <summary>The most sections that a course has.</summary>
    public const int MostSections = 200;

    /// <summary>The most lessons that a course has, in all its sections.</summary>
    public const int MostLessons = 2_000;

    /// <summary>The most that all titles and articles together have, in bytes of UTF-8: a draft is read as a whole, and gRPC clients take 4 MiB.</summary>
    public const int MostTextBytes = 2_000_000;

    /// <summary>
    /// The most lessons that were deleted and can be restored, alone or with their section, with <see cref="MostTextBytes"/> of text; beyond it the oldest are
    /// gone.
    /// </summary>
    public const int MostDeletedLessons = 2_000;

    private readonly List<Section> sections = [];

    /// <summary>The sections, in their order; without those that are deleted.</summary>
    public IReadOnlyList<Section> Sections => Ordered.InOrder(sections);

    /// <summary>The sections, in their order, with those that are deleted and not yet gone.</summary>
    public IReadOnlyList<Section> ListWithDeleted() => [.. sections.OrderBy(s => s.OrderKey, StringComparer.Ordinal)];

    /// <summary>Adds a section at the end.</summary>
    /// <exception cref="DomainException"><c>COURSE_IN_REVIEW</c>, <c>COURSE_ARCHIVED</c>, <c>CURRICULUM_FULL</c>.</exception>
    public Section AddSection(string title, DateTimeOffset now)
    {
        BeginEdit(now);
        RequireRoom(1, []);
        var section = new Section(Id, title, Ordered.KeyAfter(Sections, Sections.Count > 0 ? Sections[^1] : null), now);
        sections.Add(section);
        return section;
    }

    /// <summary>Gives a section another title.</summary>
    /// <exception cref="DomainException"><c>COURSE_IN_REVIEW</c>, <c>COURSE_ARCHIVED</c>, <c>SECTION_NOT_FOUND</c>.</exception>
    public Section RenameSection(Guid sectionId, string title, DateTimeOffset now)
    {
        var section = FindSection(sectionId);
        BeginEdit(now);
        section.Rename(title);
        return section;
    }

    /// <summary>Moves a section.</summary>
    /// <param name="sectionId">The section.</param>
    /// <param name="afterId">The section it is to follow; null for the first place.</param>
    /// <param name="now">The present time.</param>
    /// <exception cref="DomainException"><c>COURSE_IN_REVIEW</c>, <c>COURSE_ARCHIVED</c>, <c>SECTION_NOT_FOUND</c>: one of the two.</exception>
    public Section MoveSection(Guid sectionId, Guid? afterId, DateTimeOffset now)
    {
        var section = FindSection(sectionId);
        var after = afterId is { } id ? FindSection(id) : null;
        BeginEdit(now);
        if (after != section)
        {
            section.Place(Ordered.KeyAfter(Sections.Where(s => s != section), after));
        }

        return section;
    }

    /// <summary>Deletes a section with its lessons.</summary>
    /// <exception cref="DomainException"><c>COURSE_IN_REVIEW</c>, <c>COURSE_ARCHIVED</c>, <c>SECTION_NOT_FOUND</c>.</exception>
    public void DeleteSection(Guid sectionId, DateTimeOffset now)
    {
        var section = FindSection(sectionId);
        BeginEdit(now);
        section.Delete(now);
        ForgetOldest();
    }

    /// <summary>Brings a deleted section back to its place, with the lessons it was deleted with. One that is not deleted stays as it is.</summary>
    /// <exception cref="DomainException"><c>COURSE_IN_REVIEW</c>, <c>COURSE_ARCHIVED</c>, <c>SECTION_NOT_FOUND</c>, <c>CURRICULUM_FULL</c>.</exception>
    public Section RestoreSection(Guid sectionId, DateTimeOffset now)
    {
        var section = sections.Find(s => s.Id == sectionId) ?? throw SectionNotFound(sectionId);
        if (section.DeletedAt is not null)
        {
            BeginEdit(now);
            RequireRoom(1, section.Lessons.Select(l => l.Content));
            section.Restore(Ordered.KeyNear(Sections, section.OrderKey));
        }

        return section;
    }

    /// <summary>Copies a section with its lessons; the copy follows it.</summary>
    /// <exception cref="DomainException"><c>COURSE_IN_REVIEW</c>, <c>COURSE_ARCHIVED</c>, <c>SECTION_NOT_FOUND</c>, <c>CURRICULUM_FULL</c>.</exception>
    public Section DuplicateSection(Guid sectionId, DateTimeOffset now)
    {
        var section = FindSection(sectionId);
        BeginEdit(now);
        RequireRoom(1, section.Lessons.Select(l => l.Content));
        var copy = section.CopyTo(Id, CopiedTitle.Of(section.Title), Ordered.KeyAfter(Sections, section), now);
        sections.Add(copy);
        return copy;
    }

    /// <summary>Adds a lesson at the end of a section.</summary>
    /// <exception cref="DomainException"><c>COURSE_IN_REVIEW</c>, <c>COURSE_ARCHIVED</c>, <c>SECTION_NOT_FOUND</c>, <c>CURRICULUM_FULL</c>.</exception>
    public Lesson AddLesson(Guid sectionId, string title, bool required, LessonContent content, DateTimeOffset now, bool isFreePreview = false)
    {
        var section = FindSection(sectionId);
        BeginEdit(now);
        RequireRoom(0, [content]);
        var lesson = section.AddLesson(title, required, content, now);
        lesson.ShowToVisitors(isFreePreview);
        return lesson;
    }

    /// <summary>Changes a lesson.</summary>
    /// <exception cref="DomainException">
    /// <c>COURSE_IN_REVIEW</c>, <c>COURSE_ARCHIVED</c>, <c>LESSON_NOT_FOUND</c>, <c>LESSON_KIND_FIXED</c>, <c>CURRICULUM_FULL</c>.
    /// </exception>
    public Lesson EditLesson(Guid lessonId, string title, bool required, LessonContent content, DateTimeOffset now, bool? isFreePreview = null)
    {
        var lesson = FindLesson(lessonId);
        BeginEdit(now);
        lesson.Edit(title, required, content);
        lesson.ShowToVisitors(isFreePreview ?? lesson.IsFreePreview);
        RequireRoom(0, []);
        return lesson;
    }

    /// <summary>Moves a lesson, within its section or to another.</summary>
    /// <param name="lessonId">The lesson.</param>
    /// <param name="sectionId">Where to; null to stay in its section.</param>
    /// <param name="afterId">The lesson it is to follow there; null for the first place.</param>
    /// <param name="now">The present time.</param>
    /// <exception cref="DomainException">
    /// <c>COURSE_IN_REVIEW</c>, <c>COURSE_ARCHIVED</c>, <c>LESSON_NOT_FOUND</c>: one of the two, or the second is not in that section;
    /// <c>SECTION_NOT_FOUND</c>.
    /// </exception>
    public Lesson MoveLesson(Guid lessonId, Guid? sectionId, Guid? afterId, DateTimeOffset now)
    {
        var lesson = FindLesson(lessonId);
        var section = FindSection(sectionId ?? lesson.SectionId);
        var after = afterId is { } id ? section.Lessons.FirstOrDefault(l => l.Id == id) ?? throw LessonNotFound(id) : null;
        BeginEdit(now);
        if (after != lesson)
        {
            var key = Ordered.KeyAfter(section.Lessons.Where(l => l != lesson), after);
            FindSection(lesson.SectionId).HandOver(lesson, section, key);
        }

        return lesson;
    }

    /// <summary>Deletes a lesson. Versions that were published keep it.</summary>
    /// <exception cref="DomainException"><c>COURSE_IN_REVIEW</c>, <c>COURSE_ARCHIVED</c>, <c>LESSON_NOT_FOUND</c>.</exception>
    public void DeleteLesson(Guid lessonId, DateTimeOffset now)
    {
        var lesson = FindLesson(lessonId);
        BeginEdit(now);
        lesson.Delete(now);
        ForgetOldest();
    }

    /// <summary>Brings a deleted lesson back to its place. One that is not deleted stays as it is.</summary>
    /// <exception cref="DomainException">
    /// <c>COURSE_IN_REVIEW</c>, <c>COURSE_ARCHIVED</c>, <c>LESSON_NOT_FOUND</c>, <c>SECTION_NOT_FOUND</c>: its section is deleted, restore that;
    /// <c>CURRICULUM_FULL</c>.
    /// </exception>
    public Lesson RestoreLesson(Guid lessonId, DateTimeOffset now)
    {
        var lesson = sections.SelectMany(s => s.ListWithDeleted()).FirstOrDefault(l => l.Id == lessonId) ?? throw LessonNotFound(lessonId);
        var section = FindSection(lesson.SectionId);
        if (lesson.DeletedAt is not null)
        {
            BeginEdit(now);
            RequireRoom(0, [lesson.Content]);
            lesson.Restore(Ordered.KeyNear(section.Lessons, lesson.OrderKey));
        }

        return lesson;
    }

    /// <summary>Copies a lesson; the copy follows it, and plays the same video.</summary>
    /// <exception cref="DomainException"><c>COURSE_IN_REVIEW</c>, <c>COURSE_ARCHIVED</c>, <c>LESSON_NOT_FOUND</c>, <c>CURRICULUM_FULL</c>.</exception>
    public Lesson DuplicateLesson(Guid lessonId, DateTimeOffset now)
    {
        var lesson = FindLesson(lessonId);
        BeginEdit(now);
        RequireRoom(0, [lesson.Content]);
        return FindSection(lesson.SectionId).Duplicate(lesson, now);
    }

    /// <summary>Makes a new draft of the same words, cover, price, sections and lessons; nothing of its past goes along.</summary>
    public Course Duplicate(DateTimeOffset now)
    {
        var copy = new Course(InstructorId, Text with { Title = CopiedTitle.Of(Text.Title) }, now)
        {
            PriceMinorUnits = PriceMinorUnits,
            PriceCurrency = PriceCurrency,
            OtherCurrencies = OtherCurrencies,
            OtherMinorUnits = OtherMinorUnits,
            CoverId = CoverId,
            CoverWidth = CoverWidth,
        };
        copy.sections.AddRange(Sections.Select(section => section.CopyTo(copy.Id, section.Title, section.OrderKey, now)));
        return copy;
    }

    /// <summary>Makes a draft with all its sections and lessons.</summary>
    /// <param name="instructorId">Whose it is.</param>
    /// <param name="text">The words that describe it.</param>
    /// <param name="plan">Its sections, in order.</param>
    /// <param name="now">The present time.</param>
    /// <exception cref="DomainException"><c>CURRICULUM_FULL</c>.</exception>
    public static Course Compose(Guid instructorId, CourseText text, IReadOnlyList<PlannedSection> plan, DateTimeOffset now)
    {
        var course = new Course(instructorId, text, now);
        foreach (var (planned, orderKey) in plan.Zip(OrderKey.Sequence(plan.Count)))
        {
            course.sections.Add(Section.Compose(course.Id, planned, orderKey, now));
        }

        course.RequireRoom(0, []);
        return course;
    }

    /// <summary>Finds a section of the draft.</summary>
    /// <exception cref="DomainException"><c>SECTION_NOT_FOUND</c>.</exception>
    public Section FindSection(Guid sectionId) => Sections.FirstOrDefault(s => s.Id == sectionId) ?? throw SectionNotFound(sectionId);

    /// <summary>Finds a lesson of the draft.</summary>
    /// <exception cref="DomainException"><c>LESSON_NOT_FOUND</c>.</exception>
    public Lesson FindLesson(Guid lessonId) => Sections.SelectMany(s => s.Lessons).FirstOrDefault(l => l.Id == lessonId) ?? throw LessonNotFound(lessonId);

    private void RequireRoom(int newSections, IEnumerable<LessonContent> newLessons)
    {
        var lessons = Sections.SelectMany(s => s.Lessons).Select(l => l.Content).Concat(newLessons).ToList();
        var bytes = lessons.OfType<ArticleContent>().Sum(article => BytesOf(article.Markdown)) + Sections.SelectMany(s => s.Lessons).Sum(l => BytesOf(l.Title));
        if (Sections.Count + newSections > MostSections || lessons.Count > MostLessons || bytes > MostTextBytes)
        {
            throw new DomainException(
                CatalogReasons.CurriculumFull,
                "A course has at most {maximum_sections} sections, {maximum_lessons} lessons, and {maximum_text_bytes} bytes of text in its titles and articles.",
                ("maximum_sections", MostSections),
                ("maximum_lessons", MostLessons),
                ("maximum_text_bytes", MostTextBytes)
            );
        }
    }

    /// <summary>Everything of a draft is loaded with every edit, so what nobody may ever miss again must not pile up.</summary>
    private void ForgetOldest()
    {
        var deleted = sections
            .SelectMany(s => s.ListWithDeleted(), (section, lesson) => (section, lesson, at: section.DeletedAt ?? lesson.DeletedAt))
            .Where(row => row.at is not null)
            .OrderByDescending(row => row.at);
        var (count, bytes) = (0, 0L);
        foreach (var (section, lesson, _) in deleted.ToList())
        {
            bytes += BytesOf(lesson.Title) + (lesson.Content is ArticleContent article ? BytesOf(article.Markdown) : 0);
            if (++count > MostDeletedLessons || bytes > MostTextBytes)
            {
                section.Forget(lesson);
            }
        }

        var empty = sections.Where(s => s.DeletedAt is not null && s.ListWithDeleted().Count == 0).OrderByDescending(s => s.DeletedAt).Skip(MostSections);
        foreach (var section in empty.ToList())
        {
            sections.Remove(section);
        }
    }

    private static long BytesOf(string text) => System.Text.Encoding.UTF8.GetByteCount(text);

    private DomainException SectionNotFound(Guid sectionId) =>
        new(CatalogReasons.SectionNotFound, "{section} does not exist.", ("section", $"courses/{Id}/sections/{sectionId}"));

    private DomainException LessonNotFound(Guid lessonId) =>
        new(CatalogReasons.LessonNotFound, "{lesson} does not exist.", ("lesson", $"courses/{Id}/lessons/{lessonId}"));
}

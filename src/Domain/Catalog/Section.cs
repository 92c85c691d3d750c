using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using ESchool.Domain.Catalog.Packages;

namespace ESchool.Domain.Catalog;

/// <summary>A part of a draft.</summary>
public sealed class Section : IOrdered
{
    private readonly List<Lesson> lessons = [];

    private Section() { }

    internal Section(Guid courseId, string title, string orderKey, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        CourseId = courseId;
        Title = title.Trim();
        OrderKey = orderKey;
    }

    /// <summary>The section's id.</summary>
    public Guid Id { get; private set; }

    /// <summary>The course it is a part of.</summary>
    public Guid CourseId { get; private set; }

    /// <summary>The title.</summary>
    public string Title { get; private set; } = "";

    /// <summary>Its place among the sections, see <see cref="Catalog.OrderKey"/>.</summary>
    public string OrderKey { get; private set; } = "";

    /// <summary>How often its title was changed.</summary>
    public int Revision { get; private set; }

    /// <summary>When it was deleted; null while it is not.</summary>
    public DateTimeOffset? DeletedAt { get; private set; }

    /// <summary>The lessons, in their order; without those that are deleted.</summary>
    public IReadOnlyList<Lesson> Lessons => Ordered.InOrder(lessons);

    /// <summary>The lessons, in their order, with those that are deleted and not yet gone.</summary>
    public IReadOnlyList<Lesson> ListWithDeleted() => [.. lessons.OrderBy(l => l.OrderKey, StringComparer.Ordinal)];

    /// <summary>
    /// The contract's etag: another one when its title, one of its lessons or their set has changed. A move within the section does not count.
    /// </summary>
    public uint Fingerprint()
    {
        var content = string.Join(' ', Lessons.OrderBy(lesson => lesson.Id).Select(lesson => $"{lesson.Id}:{lesson.Revision}").Prepend($"{Revision}"));
        return BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(content)));
    }

    internal Lesson AddLesson(string title, bool required, LessonContent content, DateTimeOffset now)
    {
        var lesson = new Lesson(Id, title, required, content, Ordered.KeyAfter(Lessons, Lessons.Count > 0 ? Lessons[^1] : null), now);
        lessons.Add(lesson);
        return lesson;
    }

    internal void Rename(string title)
    {
        Title = title.Trim();
        Revision++;
    }

    internal void Place(string orderKey) => OrderKey = orderKey;

    internal void Delete(DateTimeOffset now) => DeletedAt = now;

    internal void Restore(string orderKey)
    {
        DeletedAt = null;
        OrderKey = orderKey;
    }

    internal void Forget(Lesson lesson) => lessons.Remove(lesson);

    internal Lesson Duplicate(Lesson lesson, DateTimeOffset now)
    {
        var copy = lesson.CopyTo(Id, CopiedTitle.Of(lesson.Title), Ordered.KeyAfter(Lessons, lesson), now);
        lessons.Add(copy);
        return copy;
    }

    internal void HandOver(Lesson lesson, Section to, string orderKey)
    {
        if (to != this)
        {
            lessons.Remove(lesson);
            to.lessons.Add(lesson);
        }

        lesson.Place(to.Id, orderKey);
    }

    internal static Section Compose(Guid courseId, PlannedSection planned, string orderKey, DateTimeOffset now)
    {
        var section = new Section(courseId, planned.Title, orderKey, now);
        section.lessons.AddRange(
            planned.Lessons.Zip(Catalog.OrderKey.Sequence(planned.Lessons.Count)).Select(pair => Lesson.Compose(section.Id, pair.First, pair.Second, now))
        );
        return section;
    }

    internal Section CopyTo(Guid courseId, string title, string orderKey, DateTimeOffset now)
    {
        var copy = new Section(courseId, title, orderKey, now);
        copy.lessons.AddRange(Lessons.Select(lesson => lesson.CopyTo(copy.Id, lesson.Title, lesson.OrderKey, now)));
        return copy;
    }
}

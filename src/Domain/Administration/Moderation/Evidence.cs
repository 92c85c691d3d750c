namespace ESchool.Domain.Administration.Moderation;

/// <summary>What a target looked like, as far as it can be judged by. Texts that are too long are cut.</summary>
/// <param name="Title">The title of a course, or the name of a user.</param>
/// <param name="Text">The words: of a review or message, the description of a course, what a user tells about themselves.</param>
/// <param name="Slug">The name in the address of a course's page; empty for others.</param>
/// <param name="Version">The number of a course's version on sale; 0 for others.</param>
/// <param name="Stars">The stars of a review; 0 for others.</param>
/// <param name="PictureKey">The object that holds a user's picture; empty without one, and for others.</param>
public sealed record Evidence(string Title = "", string Text = "", string Slug = "", int Version = 0, int Stars = 0, string PictureKey = "")
{
    /// <summary>So many UTF-16 units of a text are kept: more than the longest message or review has.</summary>
    public const int MaximumLength = 100_000;

    /// <summary>The title, cut.</summary>
    public string Title { get; } = Cut(Title);

    /// <summary>The words, cut.</summary>
    public string Text { get; } = Cut(Text);

    private static string Cut(string text) =>
        text.Length <= MaximumLength ? text : text[..(char.IsHighSurrogate(text[MaximumLength - 1]) ? MaximumLength - 1 : MaximumLength)];
}

/// <summary>Evidence of a case: what its target looked like at a report.</summary>
public sealed class EvidenceSnapshot
{
    /// <summary>So many are kept of a case; what changes after that is only in the reports' words.</summary>
    public const int MostPerCase = 20;

    private EvidenceSnapshot() { }

    /// <summary>Keeps evidence.</summary>
    public EvidenceSnapshot(Guid caseId, Evidence evidence, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        CaseId = caseId;
        TakenAt = now;
        (Title, Text, Slug) = (evidence.Title, evidence.Text, evidence.Slug);
        (Version, Stars, PictureKey) = (evidence.Version, evidence.Stars, evidence.PictureKey);
    }

    /// <summary>The snapshot's id; newer ones have greater ones.</summary>
    public Guid Id { get; private set; }

    /// <summary>The case.</summary>
    public Guid CaseId { get; private set; }

    /// <summary>When it was taken.</summary>
    public DateTimeOffset TakenAt { get; private set; }

    /// <inheritdoc cref="Evidence.Title"/>
    public string Title { get; private set; } = "";

    /// <inheritdoc cref="Evidence.Text"/>
    public string Text { get; private set; } = "";

    /// <summary>The name in the address of a course's page; empty for others.</summary>
    public string Slug { get; private set; } = "";

    /// <summary>The number of a course's version on sale; 0 for others.</summary>
    public int Version { get; private set; }

    /// <summary>The stars of a review; 0 for others.</summary>
    public int Stars { get; private set; }

    /// <summary>The object that held a user's picture; empty without one, and for others.</summary>
    public string PictureKey { get; private set; } = "";

    /// <summary>What is kept.</summary>
    public Evidence Content => new(Title, Text, Slug, Version, Stars, PictureKey);
}

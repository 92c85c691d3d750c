namespace ESchool.Domain.Catalog.Authors;

/// <summary>What somebody may do with a course; each may do what those before may.</summary>
public enum AuthorRole
{
    /// <summary>Reads and plays the draft, and answers reviews.</summary>
    Assistant = 1,

    /// <summary>Changes the draft, uploads for it, submits it for review, and publishes it.</summary>
    Editor = 2,

    /// <summary>Whose course it is: sets its price, takes it off sale, puts it away, deletes it, and chooses the others. Earns what it is sold for.</summary>
    Owner = 3,
}

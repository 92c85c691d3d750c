namespace ESchool.Domain.Catalog.Shelves;

/// <summary>Where somebody keeps courses that they do not have.</summary>
public enum Shelf
{
    /// <summary>What they would like to have.</summary>
    Wishlist = 1,

    /// <summary>Whose page they looked at lately.</summary>
    Seen = 2,
}

/// <summary>A course on somebody's shelf; once on each.</summary>
public sealed class ShelvedCourse
{
    private ShelvedCourse() { }

    /// <summary>The most courses of a wishlist.</summary>
    public const int MostWishes = 500;

    /// <summary>The most courses that are remembered as seen; beyond it the oldest are forgotten.</summary>
    public const int MostSeen = 50;

    /// <summary>Whose it is.</summary>
    public Guid UserId { get; private set; }

    /// <summary>Which shelf.</summary>
    public Shelf Shelf { get; private set; }

    /// <summary>The course.</summary>
    public Guid CourseId { get; private set; }

    /// <summary>When it was put there; seen again, the last time.</summary>
    public DateTimeOffset PlacedAt { get; private set; }
}

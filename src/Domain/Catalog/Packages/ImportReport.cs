namespace ESchool.Domain.Catalog.Packages;

/// <summary>What became of something in a package.</summary>
public enum ImportOutcome
{
    /// <summary>It is in the draft.</summary>
    Mapped = 1,

    /// <summary>Some of it is in the draft.</summary>
    Partly = 2,

    /// <summary>Nothing of it is in the draft.</summary>
    LeftOut = 3,
}

/// <summary>What something in a package is.</summary>
public enum ImportedThing
{
    /// <summary>A field of the course, such as its title.</summary>
    CourseField = 1,

    /// <summary>A price.</summary>
    Price = 2,

    /// <summary>The cover.</summary>
    Cover = 3,

    /// <summary>A section, or a folder of lessons.</summary>
    Section = 4,

    /// <summary>A page of text.</summary>
    Page = 5,

    /// <summary>A link to another site.</summary>
    WebLink = 6,

    /// <summary>A video.</summary>
    Video = 7,

    /// <summary>A quiz, or a bank of questions.</summary>
    Quiz = 8,

    /// <summary>A discussion.</summary>
    Discussion = 9,

    /// <summary>A tool of another site.</summary>
    Tool = 10,

    /// <summary>An assignment.</summary>
    Assignment = 11,

    /// <summary>Any other file.</summary>
    File = 12,

    /// <summary>A lesson that refers to nothing that is there.</summary>
    Lesson = 13,
}

/// <summary>Why something is not in the draft, or not all of it.</summary>
public enum ImportCause
{
    /// <summary>The text was too long, and is cut.</summary>
    TextCut = 1,

    /// <summary>Characters that nobody can see, or that change the direction of the text, were taken out.</summary>
    CharactersDropped = 2,

    /// <summary>The school has no such thing.</summary>
    KindNotSupported = 3,

    /// <summary>The package does not contain what is referred to.</summary>
    NotInPackage = 4,

    /// <summary>Nothing in the package refers to it.</summary>
    NotReferredTo = 5,

    /// <summary>The course has no room for more.</summary>
    CourseFull = 6,

    /// <summary>The file is too large.</summary>
    TooLarge = 7,

    /// <summary>There is no text in it.</summary>
    Empty = 8,

    /// <summary>Scripts, forms and embedded things do not work in a text, and were dropped.</summary>
    InteractiveDropped = 9,

    /// <summary>Links within the package, and links that are not to web pages or e-mail addresses, were dropped; their words are there.</summary>
    LinksDropped = 10,

    /// <summary>Pictures can't be shown in a text yet; what describes them is there.</summary>
    PicturesDropped = 11,

    /// <summary>The school does not know the value, and takes the default.</summary>
    ValueUnknown = 12,

    /// <summary>The school does not sell in this currency, or at this price.</summary>
    PriceNotAllowed = 13,

    /// <summary>Folders within a section become lessons of the section, one after the other.</summary>
    FoldersFlattened = 14,

    /// <summary>The link is no address of a web page.</summary>
    LinkNotAllowed = 15,

    /// <summary>It can't be read.</summary>
    Unreadable = 16,

    /// <summary>It is outside what the school allows; the nearest that is allowed, or a default, is there instead.</summary>
    OutOfRange = 17,
}

/// <summary>What became of one thing.</summary>
/// <param name="Thing">What it is.</param>
/// <param name="Path">Where it is in the package, or what it is called there.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Causes">Why, unless it is mapped.</param>
public sealed record ImportLine(ImportedThing Thing, string Path, ImportOutcome Outcome, IReadOnlyList<ImportCause> Causes);

/// <summary>What became of everything in a package.</summary>
/// <param name="Mapped">How many things are in the draft.</param>
/// <param name="Partly">How many are there in part.</param>
/// <param name="LeftOut">How many are not.</param>
/// <param name="Lines">The things; when there are more than <see cref="MostLines"/>, those that are not as they were come first.</param>
public sealed record ImportReport(int Mapped, int Partly, int LeftOut, IReadOnlyList<ImportLine> Lines)
{
    /// <summary>The most lines that are kept.</summary>
    public const int MostLines = 500;

    /// <summary>The longest path that is kept, in UTF-16 units.</summary>
    public const int LongestPath = 200;

    /// <summary>A report of nothing.</summary>
    public static readonly ImportReport Empty = new(0, 0, 0, []);

    /// <summary>How many lines are not kept.</summary>
    public int LinesLeftOut => Mapped + Partly + LeftOut - Lines.Count;
}

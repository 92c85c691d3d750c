namespace ESchool.Domain.Catalog.Covers;

/// <summary>The cover that a draft or a version shows. Its pictures are 16:9.</summary>
/// <param name="Id">The cover.</param>
/// <param name="Width">How wide the largest picture is; a multiple of 16.</param>
public sealed record CourseCover(Guid Id, int Width)
{
    /// <summary>How wide the largest picture is at most.</summary>
    public const int LargestWidth = 1280;

    /// <summary>For cards and small screens.</summary>
    private static readonly int[] SmallWidths = [320, 640];

    /// <summary>The widths of all its pictures, the smallest first.</summary>
    public IReadOnlyList<int> Widths => [.. SmallWidths.Where(small => small < Width), Width];

    /// <summary>The largest width that a picture can be cut to without making it larger than it is: whole pixels in both directions.</summary>
    /// <param name="available">How wide it is, cut to 16:9.</param>
    public static int WidthWithin(int available) => Math.Min(available, LargestWidth) / 16 * 16;

    /// <summary>How high a picture of some width is.</summary>
    public static int HeightOf(int width) => width / 16 * 9;

    /// <summary>As it is stored.</summary>
    /// <param name="id">The cover; null for none.</param>
    /// <param name="width">How wide its largest picture is.</param>
    public static CourseCover? Of(Guid? id, int? width) => id is { } cover && width is { } pixels ? new CourseCover(cover, pixels) : null;
}

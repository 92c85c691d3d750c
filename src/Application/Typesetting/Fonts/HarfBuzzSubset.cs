using System.Runtime.InteropServices;

namespace ESchool.Application.Typesetting.Fonts;

/// <summary>
/// HarfBuzz's subsetter (hb-subset.h). HarfBuzzSharp does not wrap it, but the native library that comes with HarfBuzzSharp exports it.
/// Every <c>nint</c> is a pointer to HarfBuzz's object of the name.
/// </summary>
internal static partial class HarfBuzzSubset
{
    /// <summary><c>HB_SUBSET_FLAGS_NO_HINTING</c>: paper needs none.</summary>
    public const uint NoHinting = 0x1;

    /// <summary><c>HB_SUBSET_SETS_DROP_TABLE_TAG</c>.</summary>
    public const int DropTables = 3;

    /// <summary><c>HB_MAP_VALUE_INVALID</c>.</summary>
    public const uint NotMapped = uint.MaxValue;

    private const string Library = "libHarfBuzzSharp";

    [LibraryImport(Library, EntryPoint = "hb_subset_input_create_or_fail")]
    public static partial nint CreateInput();

    [LibraryImport(Library, EntryPoint = "hb_subset_input_destroy")]
    public static partial void DestroyInput(nint input);

    [LibraryImport(Library, EntryPoint = "hb_subset_input_set_flags")]
    public static partial void SetFlags(nint input, uint flags);

    [LibraryImport(Library, EntryPoint = "hb_subset_input_glyph_set")]
    public static partial nint Glyphs(nint input);

    [LibraryImport(Library, EntryPoint = "hb_subset_input_set")]
    public static partial nint Set(nint input, int kind);

    [LibraryImport(Library, EntryPoint = "hb_set_add")]
    public static partial void Add(nint set, uint value);

    [LibraryImport(Library, EntryPoint = "hb_subset_plan_create_or_fail")]
    public static partial nint CreatePlan(nint face, nint input);

    [LibraryImport(Library, EntryPoint = "hb_subset_plan_destroy")]
    public static partial void DestroyPlan(nint plan);

    [LibraryImport(Library, EntryPoint = "hb_subset_plan_execute_or_fail")]
    public static partial nint Execute(nint plan);

    [LibraryImport(Library, EntryPoint = "hb_subset_plan_old_to_new_glyph_mapping")]
    public static partial nint OldToNew(nint plan);

    [LibraryImport(Library, EntryPoint = "hb_map_get")]
    public static partial uint Get(nint map, uint key);

    [LibraryImport(Library, EntryPoint = "hb_face_builder_add_table")]
    public static partial int AddTable(nint face, uint tag, nint blob);

    [LibraryImport(Library, EntryPoint = "hb_face_reference_blob")]
    public static partial nint Blob(nint face);

    [LibraryImport(Library, EntryPoint = "hb_face_destroy")]
    public static partial void DestroyFace(nint face);

    [LibraryImport(Library, EntryPoint = "hb_blob_get_data")]
    public static partial nint Data(nint blob, out uint length);

    [LibraryImport(Library, EntryPoint = "hb_blob_destroy")]
    public static partial void DestroyBlob(nint blob);
}

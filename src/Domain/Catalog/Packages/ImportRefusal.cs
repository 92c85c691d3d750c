namespace ESchool.Domain.Catalog.Packages;

/// <summary>Why a package can't be imported.</summary>
public enum ImportRefusal
{
    /// <summary>It is no ZIP file, or is cut off.</summary>
    NotAZip = 1,

    /// <summary>An entry can't be read: its content is not what the ZIP says of it.</summary>
    Damaged = 2,

    /// <summary>It is encrypted.</summary>
    Encrypted = 3,

    /// <summary>An entry is compressed in a way that packages are not.</summary>
    CompressionUnknown = 4,

    /// <summary>The name of an entry leads out of the package, is no name, or the entry is a link.</summary>
    UnsafeEntry = 5,

    /// <summary>Two entries have the same name, or share their bytes.</summary>
    DuplicateEntry = 6,

    /// <summary>It has too many entries.</summary>
    TooManyEntries = 7,

    /// <summary>It would be too large when it is unpacked.</summary>
    TooLargeUnpacked = 8,

    /// <summary>An entry is compressed so much that it is made to fill a disk.</summary>
    Bomb = 9,

    /// <summary>It is none of the kinds that are read.</summary>
    KindUnknown = 10,

    /// <summary>It was written by a later version of the school.</summary>
    VersionUnknown = 11,

    /// <summary>Its manifest can't be read.</summary>
    ManifestInvalid = 12,

    /// <summary>Its manifest declares a document type or entities, which can be used for attacks.</summary>
    ManifestUnsafe = 13,

    /// <summary>Its manifest is too large, too deep, or has too many parts.</summary>
    ManifestTooLarge = 14,

    /// <summary>There is nothing in it that can become a lesson.</summary>
    NothingToImport = 15,

    /// <summary>Reading it took too long.</summary>
    TooSlow = 16,

    /// <summary>The upload was deleted before it was read.</summary>
    UploadGone = 17,
}

using Npgsql;

namespace ESchool.Application.Catalog.Storefront;

/// <summary>
/// A version on sale, and the transaction that wrote its listing last. Whatever the public sees of a course writes the listing anew (Guards/catalog.sql), in the
/// transaction that changes it: what was read with a stamp is still so while the listing has that stamp.
/// </summary>
/// <param name="VersionId">The version.</param>
/// <param name="Transaction">The listing's <c>xmin</c>. It comes again after four billion transactions, when nothing is kept any more that had it.</param>
internal readonly record struct CourseStamp(Guid VersionId, uint Transaction)
{
    /// <summary>The columns of <c>catalog.listings</c> with the alias <c>l</c> that make it.</summary>
    public const string Sql = "l.version_id, l.xmin AS stamp";

    /// <summary>Reads it from a row that begins with them.</summary>
    public static CourseStamp Read(NpgsqlDataReader row) => new(row.GetGuid(0), row.GetFieldValue<uint>(1));
}

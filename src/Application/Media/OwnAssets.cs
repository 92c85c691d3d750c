using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Domain.Catalog.Authors;
using ESchool.Domain.Media;

namespace ESchool.Application.Media;

/// <summary>The assets that somebody works with: their own, and what was uploaded for a course they work on, or is used in its draft.</summary>
internal static class OwnAssets
{
    /// <param name="db">The database.</param>
    /// <param name="actor">Who.</param>
    /// <param name="least">What they must be of the course.</param>
    public static IQueryable<Asset> Of(SchoolDbContext db, Actor actor, AuthorRole least = AuthorRole.Editor)
    {
        var edited = db.CoAuthors.Where(a => a.UserId == actor.UserId && a.Role >= least).Select(a => a.CourseId);
        var used = db.Set<Section>().Where(s => edited.Contains(s.CourseId)).SelectMany(s => s.Lessons).Select(l => l.AssetId);
        var promoting = db.Courses.Where(c => edited.Contains(c.Id)).Select(c => c.Text.PromotionalVideo);
        return db.Assets.Where(a => a.OwnerId == actor.UserId || edited.Contains(a.CourseId!.Value) || used.Contains(a.Id) || promoting.Contains(a.Id));
    }
}

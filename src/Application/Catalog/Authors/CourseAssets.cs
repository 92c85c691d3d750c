using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Domain.Media;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Catalog.Authors;

/// <summary>The videos that a course may play: its owner's. An editor takes only those uploaded for it or used in it.</summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class CourseAssets(SchoolDbContext db)
{
    /// <summary>Refuses a video that the caller may not put into the course.</summary>
    /// <exception cref="DomainException"><c>ASSET_NOT_FOUND</c>.</exception>
    public async Task RequireAsync(Actor actor, Course course, Guid assetId, CancellationToken cancellationToken)
    {
        var usable = course.InstructorId == actor.UserId ? db.Assets.Where(a => a.OwnerId == actor.UserId) : Of(db, course);
        if (!await usable.AnyAsync(a => a.Id == assetId, cancellationToken))
        {
            throw new DomainException(MediaReasons.AssetNotFound, "{asset} does not exist.", ("asset", $"assets/{assetId}"));
        }
    }

    /// <summary>What was uploaded for a course, or is used in its draft.</summary>
    internal static IQueryable<Asset> Of(SchoolDbContext db, Course course)
    {
        var used = db.Set<Section>().Where(s => s.CourseId == course.Id).SelectMany(s => s.Lessons).Select(l => l.AssetId);
        return db.Assets.Where(a =>
            a.OwnerId == course.InstructorId && (a.CourseId == course.Id || a.Id == course.Text.PromotionalVideo || used.Contains(a.Id))
        );
    }
}

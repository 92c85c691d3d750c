using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Domain.Catalog.Packages;

namespace ESchool.Application.Catalog.Packages.Importing;

/// <summary>The imports of somebody.</summary>
internal static class OwnImports
{
    public static IQueryable<CourseImport> Of(IQueryable<CourseImport> imports, Actor actor) => imports.Where(i => i.InstructorId == actor.UserId);

    public static DomainException NotFound(Guid importId) =>
        new(CatalogReasons.CourseImportNotFound, "{course_import} does not exist.", ("course_import", $"courseImports/{importId}"));
}

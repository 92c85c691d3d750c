using ESchool.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace ESchool.Application.Identity.Privacy;

/// <summary>A table that holds rows of persons, with the SQL of its export and its erasure. Names come from the model, never from a caller.</summary>
internal sealed record PersonalTable(string Schema, string Table, string Owner, OnErasure OnErasure, IReadOnlyList<PersonalColumn> Columns)
{
    /// <summary>Its name in an export.</summary>
    public string Name => $"{Schema}.{Table}";

    /// <summary>Reads the rows of <c>@user</c> as JSON: no secrets, nothing that only staff are told, and no bytes, which are hashes and keys.</summary>
    public string SelectRows
    {
        get
        {
            var columns = string.Join(", ", Columns.Where(c => !c.IsHidden && !c.IsBinary).Select(c => Quote(c.Name)));
            return $"SELECT row_to_json(r)::text AS \"Value\" FROM (SELECT {columns} FROM {Quoted} WHERE {Owner}) r";
        }
    }

    /// <summary>Erases the rows of <c>@user</c>; null when nothing of them is personal.</summary>
    public string? Erase
    {
        get
        {
            if (OnErasure == OnErasure.Delete)
            {
                return $"DELETE FROM {Quoted} WHERE {Owner}";
            }

            var columns = Columns.Where(c => c.Erased is not null).Select(c => $"{Quote(c.Name)} = {c.Erased}").ToList();
            return columns.Count == 0 ? null : $"UPDATE {Quoted} SET {string.Join(", ", columns)} WHERE {Owner}";
        }
    }

    private string Quoted => $"{Quote(Schema)}.{Quote(Table)}";

    /// <summary>Every such table of the model.</summary>
    public static IReadOnlyList<PersonalTable> All(IModel model) =>
        [
            .. from entity in model.GetEntityTypes()
            let owner = PersonalData.OwnerOf(entity)
            where !string.IsNullOrEmpty(owner)
            let columns = entity.GetFlattenedProperties().Where(p => !p.IsShadowProperty() || p.IsForeignKey()).Select(PersonalColumn.Of).ToList()
            select new PersonalTable(entity.GetSchema()!, entity.GetTableName()!, owner, PersonalData.OnErasureOf(entity)!.Value, columns),
        ];

    private static string Quote(string name) => $"\"{name}\"";
}

/// <summary>A column of a person's rows.</summary>
internal sealed record PersonalColumn(string Name, bool IsBinary, bool IsHidden, string? Erased)
{
    public static PersonalColumn Of(IProperty property) =>
        new(
            property.GetColumnName(),
            property.ClrType == typeof(byte[]),
            PersonalData.IsSecret(property) || PersonalData.IsForStaff(property),
            PersonalData.IsPersonal(property) == true ? PersonalData.ErasedOf(property) : null
        );
}

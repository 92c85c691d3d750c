using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ESchool.Data;

/// <summary>What becomes of a person's rows when the person is erased.</summary>
public enum OnErasure
{
    /// <summary>The rows go.</summary>
    Delete = 1,

    /// <summary>The rows stay under the person's number, with what is personal overwritten.</summary>
    Keep = 2,
}

/// <summary>
/// Every table says whose rows it holds, and every text in a person's row says whether it is personal. The export and the erasure of a
/// person are made from this, so that neither can forget a table; the architecture tests fail on a table or a text that says nothing.
/// </summary>
public static class PersonalData
{
    private const string OwnerAnnotation = "School:Owner";
    private const string ErasureAnnotation = "School:OnErasure";
    private const string PersonalAnnotation = "School:Personal";
    private const string ErasedAnnotation = "School:Erased";
    private const string SecretAnnotation = "School:Secret";
    private const string StaffAnnotation = "School:Staff";

    /// <summary>Says whose rows the table holds.</summary>
    /// <param name="builder">The table.</param>
    /// <param name="predicate">SQL that is true for the rows of the person <c>@user</c>.</param>
    /// <param name="onErasure">What becomes of them.</param>
    public static void BelongsTo<T>(this EntityTypeBuilder<T> builder, string predicate, OnErasure onErasure)
        where T : class => builder.HasAnnotation(OwnerAnnotation, predicate).HasAnnotation(ErasureAnnotation, (int)onErasure);

    /// <inheritdoc cref="BelongsTo{T}(EntityTypeBuilder{T}, string, OnErasure)"/>
    public static void BelongsTo<TOwner, T>(this OwnedNavigationBuilder<TOwner, T> builder, string predicate, OnErasure onErasure)
        where TOwner : class
        where T : class => builder.HasAnnotation(OwnerAnnotation, predicate).HasAnnotation(ErasureAnnotation, (int)onErasure);

    /// <summary>Says that the table holds nothing about a person.</summary>
    public static void BelongsToNobody<T>(this EntityTypeBuilder<T> builder)
        where T : class => builder.HasAnnotation(OwnerAnnotation, "");

    /// <summary>The text tells something about the person.</summary>
    /// <param name="property">The text.</param>
    /// <param name="erased">SQL of what stands there after an erasure.</param>
    public static PropertyBuilder<T> IsPersonal<T>(this PropertyBuilder<T> property, string erased = "''") =>
        property.HasAnnotation(PersonalAnnotation, true).HasAnnotation(ErasedAnnotation, erased);

    /// <summary>The text tells nothing about the person.</summary>
    public static PropertyBuilder<T> IsNotPersonal<T>(this PropertyBuilder<T> property) => property.HasAnnotation(PersonalAnnotation, false);

    /// <inheritdoc cref="IsNotPersonal{T}(PropertyBuilder{T})"/>
    public static ComplexTypePropertyBuilder IsNotPersonal(this ComplexTypePropertyBuilder property) => property.HasAnnotation(PersonalAnnotation, false);

    /// <summary>The value is a secret: no export holds it, and nothing of it stays after an erasure.</summary>
    /// <param name="property">The value.</param>
    /// <param name="erased">SQL of what stands there after an erasure.</param>
    public static PropertyBuilder<T> IsSecret<T>(this PropertyBuilder<T> property, string erased = "NULL") =>
        property.HasAnnotation(SecretAnnotation, true).IsPersonal(erased);

    /// <summary>The value says who of the staff did something: no export holds it, because only staff are told.</summary>
    public static PropertyBuilder<T> IsForStaff<T>(this PropertyBuilder<T> property) => property.HasAnnotation(StaffAnnotation, true);

    /// <summary>SQL that is true for a person's rows; empty for a table of nobody, null for one that says nothing.</summary>
    public static string? OwnerOf(IReadOnlyEntityType entity) => entity.FindAnnotation(OwnerAnnotation)?.Value as string;

    /// <summary>What becomes of a person's rows; null for a table of nobody.</summary>
    public static OnErasure? OnErasureOf(IReadOnlyEntityType entity) => (OnErasure?)(entity.FindAnnotation(ErasureAnnotation)?.Value as int?);

    /// <summary>Whether a text is personal; null for one that says nothing.</summary>
    public static bool? IsPersonal(IReadOnlyProperty property) => property.FindAnnotation(PersonalAnnotation)?.Value as bool?;

    /// <summary>Whether a value is a secret.</summary>
    public static bool IsSecret(IReadOnlyProperty property) => property.FindAnnotation(SecretAnnotation)?.Value is true;

    /// <summary>Whether only staff are told the value.</summary>
    public static bool IsForStaff(IReadOnlyProperty property) => property.FindAnnotation(StaffAnnotation)?.Value is true;

    /// <summary>SQL of what stands there after an erasure.</summary>
    public static string ErasedOf(IReadOnlyProperty property) => (string)property.FindAnnotation(ErasedAnnotation)!.Value!;
}

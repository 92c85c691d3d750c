using ESchool.Domain;
using ESchool.Domain.Payments.Checkout;

namespace ESchool.Application.Payments.Quotes;

/// <summary>What a student asks for: a course, or a bundle of them.</summary>
/// <param name="CourseId">The course; null for a bundle.</param>
/// <param name="BundleId">The bundle; null for a course.</param>
public sealed record ItemId(Guid? CourseId, Guid? BundleId)
{
    /// <summary>It, for the metadata of a refusal.</summary>
    public (string Key, object Value) Fact => BundleId is { } bundle ? ("bundle", $"bundles/{bundle}") : ("course", $"courses/{CourseId}");

    /// <summary>Names a course.</summary>
    public static ItemId Course(Guid id) => new(id, null);

    /// <summary>Names a bundle.</summary>
    public static ItemId Bundle(Guid id) => new(null, id);
}

/// <summary>A course or a bundle that can be bought now.</summary>
/// <param name="Id">Which.</param>
/// <param name="InstructorId">Who earns.</param>
/// <param name="Title">Its title.</param>
/// <param name="Prices">What it costs, the first price first.</param>
/// <param name="Courses">What it brings: the course, or those of the bundle in their order.</param>
internal sealed record ItemOnSale(ItemId Id, Guid InstructorId, string Title, IReadOnlyList<Money> Prices, IReadOnlyList<SoldCourse> Courses)
{
    /// <summary>What an order says of the bundle; null for a course.</summary>
    public SoldBundle? Bundle => Id.BundleId is { } bundle ? new SoldBundle(bundle, Courses) : null;

    /// <summary>What it costs in a currency; null when it is not sold in it. What is free is free in every currency of the school.</summary>
    /// <param name="currency">An ISO 4217 code; empty for the first.</param>
    /// <param name="sold">The currencies the school sells in.</param>
    public Money? PriceIn(string currency, IReadOnlyCollection<string> sold) =>
        currency.Length == 0 ? Prices[0]
        : Prices[0].MinorUnits == 0 && sold.Contains(currency) ? Money.Zero(currency)
        : Prices.Where(price => price.CurrencyCode == currency).Select(price => (Money?)price).SingleOrDefault();
}

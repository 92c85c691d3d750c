namespace ESchool.Application.Payments.Tax;

/// <summary>Where somebody lives, as far as tax asks.</summary>
/// <param name="Country">ISO 3166-1 alpha-2 code, upper case.</param>
/// <param name="PostalCode">The postal code, which some countries need; empty when it is not known.</param>
public sealed record TaxPlace(string Country, string PostalCode);

using System.ComponentModel.DataAnnotations;
using ESchool.Domain.Payments.Tax;

namespace ESchool.Application.Payments.Tax;

/// <summary>Settings of tax, which Stripe works out. Orders keep how they were made: a change concerns new ones.</summary>
public sealed class TaxOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Tax";

    /// <summary>True when Stripe is to tax what is sold. The account's registrations, and the tax category of its products, are set at Stripe.</summary>
    public bool Enabled { get; set; }

    /// <summary>Whether tax comes on top of prices, or prices contain it.</summary>
    [EnumDataType(typeof(TaxBehavior))]
    public TaxBehavior Behavior { get; set; } = TaxBehavior.Exclusive;

    /// <summary>How Stripe is asked to tax a new order; null when it is not.</summary>
    public TaxBehavior? Asked => Enabled ? Behavior : null;
}

namespace ESchool.Domain.Payments.Tax;

/// <summary>How tax and price belong together.</summary>
public enum TaxBehavior
{
    /// <summary>Tax comes on top of the price.</summary>
    Exclusive = 1,

    /// <summary>The price contains its tax.</summary>
    Inclusive = 2,
}

namespace ESchool.Application.Payments.Receipts;

/// <summary>Settings of receipts.</summary>
public sealed class ReceiptOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Receipts";

    /// <summary>The seller's name, address and tax number as receipts show them, a line each.</summary>
    public IList<string> Seller { get; } = [];
}

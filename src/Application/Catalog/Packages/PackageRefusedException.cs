using ESchool.Domain.Catalog.Packages;

namespace ESchool.Application.Catalog.Packages;

/// <summary>A package can't be imported, whoever tries it and however often.</summary>
/// <param name="refusal">Why.</param>
/// <param name="refusedFor">What in the package, such as the path of an entry.</param>
public sealed class PackageRefusedException(ImportRefusal refusal, string refusedFor = "") : Exception($"The package is refused: {refusal} {refusedFor}")
{
    /// <summary>Why.</summary>
    public ImportRefusal Refusal { get; } = refusal;

    /// <summary>What in the package; empty when it is the package itself.</summary>
    public string RefusedFor { get; } = refusedFor;
}

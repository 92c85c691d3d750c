using System.Text.RegularExpressions;
using ESchool.Api.Calls;
using Google.Protobuf.Reflection;

namespace ESchool.Api.Tests.Matrix;

/// <summary>One line of access-matrix.txt.</summary>
/// <param name="Number">Where it stands, for messages.</param>
/// <param name="Rpc">The rpc as the table writes it.</param>
/// <param name="Cells">What each caller gets.</param>
/// <param name="Request">The request as JSON, with its {things}.</param>
/// <param name="With">Further {things} that exist.</param>
internal sealed record MatrixLine(int Number, string Rpc, IReadOnlyDictionary<string, string> Cells, string Request, string With);

/// <summary>The declared table, and the contract it speaks of.</summary>
internal static partial class MatrixTable
{
    public static readonly IReadOnlyList<string> Callers =
    [
        MatrixWorld.Anonymous,
        MatrixWorld.Stranger,
        MatrixWorld.Owner,
        MatrixWorld.Instructor,
        MatrixWorld.Rival,
        MatrixWorld.Editor,
        MatrixWorld.Assistant,
        MatrixWorld.Support,
        MatrixWorld.Admin,
        MatrixWorld.Suspended,
    ];

    public static readonly IReadOnlyList<string> CellLetters = ["U", "D", "R", "N", "OK", "E", "A", "."];

    /// <summary>Every rpc of the contract, by the name the table gives it.</summary>
    public static IReadOnlyDictionary<string, MethodDescriptor> Contract { get; } =
        ContractServices.Descriptors.SelectMany(service => service.Methods).ToDictionary(NameOf);

    public static IReadOnlyList<MatrixLine> Lines { get; } =
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "access-matrix.txt"))
            .Select((text, index) => (Text: text, Number: index + 1))
            .Where(l => l.Text.Length > 0 && l.Text[0] != '#')
            .Select(l => Read(l.Text, l.Number)),
    ];

    private static MatrixLine Read(string text, int number)
    {
        var match = LineShape().Match(text);
        var cells = match.Groups["cells"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return match.Success && cells.Length == Callers.Count && cells.All(CellLetters.Contains)
            ? new MatrixLine(
                number,
                match.Groups["rpc"].Value,
                Callers.Zip(cells).ToDictionary(pair => pair.First, pair => pair.Second),
                match.Groups["request"].Value,
                match.Groups["with"].Value
            )
            : throw new FormatException($"Line {number} of access-matrix.txt is not: rpc, {Callers.Count} cells, request.");
    }

    /// <summary><c>eschool.payouts.v1.EarningsService</c> is <c>payouts.EarningsService</c> in the table.</summary>
    private static string NameOf(MethodDescriptor method) => $"{method.File.Package.Split('.')[1]}.{method.Service.Name}/{method.Name}";

    [GeneratedRegex(@"^(?<rpc>\S+)\s+(?<cells>[A-Z .]+?)\s+(?<request>\{.*?\})(\s+with\s+(?<with>.*))?$")]
    private static partial Regex LineShape();
}

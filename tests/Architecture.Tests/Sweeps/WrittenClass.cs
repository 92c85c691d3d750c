using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ESchool.Architecture.Tests.Sweeps;

/// <summary>A class as its source has it: what its constructor takes, its loops, and what code reaches of the class's own methods, by their names.</summary>
internal sealed class WrittenClass(TypeDeclarationSyntax declaration)
{
    private readonly ILookup<string, SyntaxNode> methods = declaration
        .DescendantNodes()
        .Where(node => node is MethodDeclarationSyntax or LocalFunctionStatementSyntax)
        .ToLookup(node => node is MethodDeclarationSyntax method ? method.Identifier.Text : ((LocalFunctionStatementSyntax)node).Identifier.Text);

    public string Name => declaration.Identifier.Text;

    public SyntaxNode Source => declaration;

    /// <summary>What others call.</summary>
    public IEnumerable<SyntaxNode> Doors =>
        methods
            .SelectMany(named => named)
            .OfType<MethodDeclarationSyntax>()
            .Where(method => method.ExplicitInterfaceSpecifier is not null || method.Modifiers.Any(IsOfOthers));

    public static IEnumerable<WrittenClass> In(params string[] folders) =>
        from folder in folders
        from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories)
        from written in Parse(File.ReadAllText(file))
        select written;

    /// <summary>The classes of a text; what is nested in one belongs to it.</summary>
    public static IEnumerable<WrittenClass> Parse(string text) =>
        CSharpSyntaxTree
            .ParseText(text)
            .GetRoot()
            .DescendantNodes(node => node is not TypeDeclarationSyntax)
            .OfType<TypeDeclarationSyntax>()
            .Select(type => new WrittenClass(type));

    public static bool IsLoop(SyntaxNode node) => node is CommonForEachStatementSyntax or ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax;

    /// <summary>True when something is awaited each time.</summary>
    public static bool Awaits(SyntaxNode loop) =>
        loop is CommonForEachStatementSyntax each ? each.AwaitKeyword.IsKind(SyntaxKind.AwaitKeyword) || HasAwait(each.Statement) : HasAwait(loop);

    public static bool HasAwait(SyntaxNode node) => node.DescendantTokens().Any(token => token.IsKind(SyntaxKind.AwaitKeyword));

    /// <summary>What the constructor calls its parameter of a type; null when it takes none.</summary>
    public string? Parameter(string type) =>
        declaration
            .DescendantNodes()
            .OfType<ParameterSyntax>()
            .FirstOrDefault(p => p.Type?.ToString() == type && (p.Parent!.Parent == declaration || p.Parent.Parent is ConstructorDeclarationSyntax))
            ?.Identifier.Text;

    /// <summary>Code, and the methods of the class that it names, and those that they name.</summary>
    /// <param name="code">Where it begins.</param>
    /// <param name="leavesOut">What is not looked into.</param>
    public IReadOnlyCollection<SyntaxNode> Reach(IEnumerable<SyntaxNode> code, Func<SyntaxNode, bool> leavesOut)
    {
        var reached = new HashSet<SyntaxNode>();
        var next = new Queue<SyntaxNode>(code);
        while (next.TryDequeue(out var node))
        {
            if (reached.Add(node))
            {
                var named = node.DescendantNodes(inner => !leavesOut(inner)).OfType<SimpleNameSyntax>().SelectMany(name => methods[name.Identifier.Text]);
                named.ToList().ForEach(next.Enqueue);
            }
        }

        return reached;
    }

    private static bool IsOfOthers(SyntaxToken modifier) =>
        modifier.Kind() is SyntaxKind.PublicKeyword or SyntaxKind.InternalKeyword or SyntaxKind.ProtectedKeyword;
}

using System.Text.RegularExpressions;
using ESchool.Domain;
using Google.Api;

namespace ESchool.Api.Calls.Json;

/// <summary>The paths of the rpcs, for calls that reach none of them: whether there is nothing at a path, or something with another method.</summary>
internal static partial class JsonPaths
{
    private static readonly IReadOnlyList<(string Method, Regex Path)> Bindings =
    [
        .. ContractServices
            .Descriptors.SelectMany(service => service.Methods)
            .Select(method => method.GetOptions()?.GetExtension(AnnotationsExtensions.Http))
            .OfType<HttpRule>()
            .SelectMany(rule => rule.AdditionalBindings.Prepend(rule))
            .Select(rule => rule.PatternCase == HttpRule.PatternOneofCase.Get ? ("GET", PathOf(rule.Get)) : ("POST", PathOf(rule.Post))),
    ];

    /// <summary>True for a path below which only rpcs are.</summary>
    public static bool IsOfRpcs(PathString path) => path.StartsWithSegments("/v1", StringComparison.OrdinalIgnoreCase);

    /// <summary>With which methods a path is called, separated by commas; empty when nothing is there.</summary>
    public static string MethodsOf(PathString path) =>
        string.Join(", ", Bindings.Where(binding => binding.Path.IsMatch(path.Value ?? "")).Select(binding => binding.Method).Distinct().Order());

    /// <summary>The refusal of a call that reaches no rpc.</summary>
    /// <param name="methods">With which methods there is something.</param>
    public static DomainException Refusal(string methods) =>
        methods.Length == 0
            ? new DomainException(CallReasons.PathUnknown, "There is no call with this path.")
            : new DomainException(CallReasons.MethodNotAllowed, "This path is called with {methods}.", ("methods", methods));

    private static Regex PathOf(string pattern)
    {
        var shape = Variable().Replace(pattern, match => match.Groups["shape"] is { Success: true } given ? given.Value : "*");
        return new Regex(
            $"^{Regex.Escape(shape).Replace("\\*", "[^/]+", StringComparison.Ordinal)}$",
            RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking
        );
    }

    [GeneratedRegex(@"\{\w+(=(?<shape>[^}]+))?\}")]
    private static partial Regex Variable();
}

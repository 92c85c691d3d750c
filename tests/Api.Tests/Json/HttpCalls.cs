using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ESchool.Api.Tests.Matrix;
using ESchool.Tests.Support;
using Google.Api;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Rpc;
using Grpc.Core;

namespace ESchool.Api.Tests.Json;

/// <summary>Calls rpcs by their paths, with JSON.</summary>
internal static partial class HttpCalls
{
    private static readonly JsonParser Parser = new(
        JsonParser.Settings.Default.WithTypeRegistry(
            TypeRegistry.FromMessages(ErrorInfo.Descriptor, BadRequest.Descriptor, PreconditionFailure.Descriptor, RetryInfo.Descriptor)
        )
    );

    /// <summary>The path of an rpc; null without one.</summary>
    public static HttpRule? RuleOf(MethodDescriptor method) => method.GetOptions()?.GetExtension(AnnotationsExtensions.Http);

    /// <summary>Calls an rpc once, as <see cref="RawCalls"/> does over gRPC.</summary>
    public static async Task<CallEnd> CallAsync(HttpClient http, MethodDescriptor method, string json, string? token)
    {
        using var request = Request(RuleOf(method)!, (JsonObject)JsonNode.Parse(json)!);
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        if (answer.IsSuccessStatusCode)
        {
            return new CallEnd(StatusCode.OK, null, "", JsonParser.Default.Parse(text, method.OutputType).CalculateSize() == 0);
        }

        var status = StatusOf(text);
        var info = status.GetDetail<ErrorInfo>();
        MetadataForm.Check(info?.Reason ?? "", info?.Metadata ?? []);
        return new CallEnd(
            (StatusCode)status.Code,
            info is { Domain: "eschool", Reason.Length: > 0 } ? info.Reason : null,
            Ids().Replace(status.Message, "…"),
            IsEmpty: false
        );
    }

    /// <summary>The status in the body of a refusal.</summary>
    public static Google.Rpc.Status StatusOf(string json) => Parser.Parse<Google.Rpc.Status>(json);

    private static HttpRequestMessage Request(HttpRule rule, JsonObject fields)
    {
        var bindings = rule.AdditionalBindings.Prepend(rule).Select(binding => (Rule: binding, Path: PathOf(binding, fields))).ToList();
        var (chosen, path) = bindings.Find(binding => binding.Path is not null);
        Assert.True(path is not null, $"No path of {rule} fits {fields}.");
        if (chosen.PatternCase == HttpRule.PatternOneofCase.Post)
        {
            return new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(fields.ToJsonString(), Encoding.UTF8, "application/json") };
        }

        var variable = Variable().Match(chosen.Get).Groups["field"].Value;
        var query = Leaves(fields).Where(leaf => leaf.Field != variable).Select(leaf => $"{leaf.Field}={Uri.EscapeDataString(leaf.Value)}");
        return new HttpRequestMessage(HttpMethod.Get, $"{path}?{string.Join('&', query)}");
    }

    /// <summary>In a query, a field of a message within the message is named with a dot: <c>first_day.year</c>.</summary>
    private static IEnumerable<(string Field, string Value)> Leaves(JsonObject fields) =>
        fields
            .Where(field => field.Value is not null)
            .SelectMany(field =>
                field.Value is JsonObject inner
                    ? Leaves(inner).Select(leaf => ($"{field.Key}.{leaf.Field}", leaf.Value))
                    : [(field.Key, field.Value!.ToString())]
            );

    /// <summary>The path with the field that stands in it; null when the field does not fit.</summary>
    private static string? PathOf(HttpRule rule, JsonObject fields)
    {
        var pattern = rule.PatternCase == HttpRule.PatternOneofCase.Post ? rule.Post : rule.Get;
        if (Variable().Match(pattern) is not { Success: true } match)
        {
            return pattern;
        }

        var value = fields[match.Groups["field"].Value]?.ToString() ?? "";
        return Regex.IsMatch(value, $"^{match.Groups["shape"].Value.Replace("*", "[^/]+", StringComparison.Ordinal)}$")
            ? pattern.Replace(match.Value, value, StringComparison.Ordinal)
            : null;
    }

    [GeneratedRegex(@"\{(?<field>\w+)=(?<shape>[^}]+)\}")]
    private static partial Regex Variable();

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex Ids();
}

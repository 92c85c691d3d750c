using System.Text.RegularExpressions;
using Google.Api;
using Google.Protobuf.Reflection;
using Microsoft.AspNetCore.Grpc.JsonTranscoding;
using Microsoft.AspNetCore.Mvc.ApiExplorer;

namespace ESchool.Api.Calls.Json;

/// <summary>
/// Writes paths out: <c>/v1/{name=courses/*}</c> is described as <c>/v1/courses/{course}</c>. The library takes the whole name for one variable, and so all
/// resources for one path. Of an rpc with several paths, the first is described.
/// </summary>
internal sealed partial class OpenApiPaths : IApiDescriptionProvider
{
    /// <summary>Of no weight: this works on what all others have found.</summary>
    public int Order => 0;

    /// <summary>The rpc that a description is of; null for what is no rpc.</summary>
    public static GrpcJsonTranscodingMetadata? RpcOf(ApiDescription description) =>
        description.ActionDescriptor.EndpointMetadata?.OfType<GrpcJsonTranscodingMetadata>().FirstOrDefault();

    public void OnProvidersExecuting(ApiDescriptionProviderContext context) { }

    public void OnProvidersExecuted(ApiDescriptionProviderContext context)
    {
        foreach (var description in context.Results.ToList())
        {
            if (RpcOf(description) is not { } rpc)
            {
                continue;
            }

            if (RuleOf(rpc.MethodDescriptor).Equals(rpc.HttpRule))
            {
                WriteOut(description, rpc.HttpRule.PatternCase == HttpRule.PatternOneofCase.Get ? rpc.HttpRule.Get : rpc.HttpRule.Post);
            }
            else
            {
                context.Results.Remove(description);
            }
        }
    }

    private static HttpRule RuleOf(MethodDescriptor method) => method.GetOptions().GetExtension(AnnotationsExtensions.Http);

    private static void WriteOut(ApiDescription description, string pattern)
    {
        var variable = Variable().Match(pattern);
        description.RelativePath = pattern.TrimStart('/');
        if (!variable.Success)
        {
            return;
        }

        var ids = new List<string>();
        var path = Collection()
            .Replace(
                variable.Groups["shape"].Value,
                match =>
                {
                    ids.Add(match.Groups["one"].Value);
                    return $"{match.Groups["one"].Value}s/{{{ids[^1]}}}";
                }
            );
        description.RelativePath = pattern.Replace(variable.Value, path, StringComparison.Ordinal).TrimStart('/');
        var whole = description.ParameterDescriptions.Single(parameter => parameter.Name == variable.Groups["field"].Value);
        description.ParameterDescriptions.Remove(whole);
        foreach (var id in ids)
        {
            description.ParameterDescriptions.Add(
                new ApiParameterDescription
                {
                    Name = id,
                    Source = whole.Source,
                    Type = whole.Type,
                    ModelMetadata = whole.ModelMetadata,
                    IsRequired = true,
                }
            );
        }
    }

    [GeneratedRegex(@"\{(?<field>\w+)=(?<shape>[^}]+)\}")]
    private static partial Regex Variable();

    [GeneratedRegex(@"(?<one>\w+)s/\*")]
    private static partial Regex Collection();
}

using System.Text.RegularExpressions;
using ESchool.Api.Calls;
using ESchool.Api.Calls.Wire;
using Google.Api;
using Google.Protobuf.Reflection;

namespace ESchool.Architecture.Tests;

/// <summary>What the contract says of a field, it says of all of them.</summary>
public sealed partial class FieldTests
{
    private static readonly IReadOnlyList<FileDescriptor> Files =
    [
        .. ContractServices
            .Descriptors.Select(service => service.File)
            .SelectMany(file => file.Dependencies.Append(file))
            .Distinct()
            .Where(file => file.Name.StartsWith("eschool/", StringComparison.Ordinal)),
    ];

    private static readonly IReadOnlyList<MessageDescriptor> Messages = [.. Files.SelectMany(file => file.MessageTypes).SelectMany(WithNested)];

    [Fact]
    public void EveryFieldThatIsSent_SaysWhetherItMustBeGiven()
    {
        var silent = ContractServices
            .Descriptors.SelectMany(service => service.Methods)
            .SelectMany(method => Sent(method.InputType, []))
            .Where(field => field.GetOptions()?.GetExtension(FieldBehaviorExtensions.FieldBehavior) is not { Count: > 0 });
        Assert.Empty(silent.Select(field => field.FullName).Distinct());
    }

    [Fact]
    public void EveryMessageWithAName_IsAResource_OrNamesOne()
    {
        var nameless = Messages.Where(message =>
            message.FindFieldByName("name") is { FieldType: FieldType.String } name && TypeOf(message) is null && ReferenceOf(name) is null
        );
        Assert.Empty(nameless.Select(message => message.FullName));
    }

    [Fact]
    public void EveryReference_LeadsToAResource()
    {
        var types = Messages
            .Select(TypeOf)
            .Concat(
                Files.SelectMany(file => file.GetOptions()?.GetExtension(ResourceExtensions.ResourceDefinition) ?? []).Select(definition => definition.Type)
            )
            .ToHashSet();
        var lost = Messages
            .SelectMany(message => message.Fields.InDeclarationOrder())
            .Where(field => ReferenceOf(field) is { } type && type != "*" && !types.Contains(type));
        Assert.Empty(lost.Select(field => $"{field.FullName}: {ReferenceOf(field)}"));
    }

    /// <summary>What makes a resource can be sent again. What makes a link or a form makes nothing that stays.</summary>
    [Fact]
    public void EveryCreate_OfAResource_TakesARequestId()
    {
        var unsafeCalls = ContractServices
            .Descriptors.SelectMany(service => service.Methods)
            .Where(method =>
                method.Name.StartsWith("Create", StringComparison.Ordinal)
                && method.OutputType.Fields.InDeclarationOrder().Any(field => field.FieldType == FieldType.Message && TypeOf(field.MessageType) is not null)
                && method.InputType.FindFieldByName("request_id") is null
            );
        Assert.Empty(unsafeCalls.Select(method => method.FullName));
    }

    /// <summary>
    /// A comment that shows a resource's name, such as <c>`courses/{course}`</c>, stands over a field with a reference, or over a resource's own name.
    /// </summary>
    [Fact]
    public void EveryFieldThatHoldsAName_SaysOfWhat()
    {
        var fields = Messages.SelectMany(message => message.Fields.InDeclarationOrder()).ToDictionary(field => field.FullName);
        var silent = Files
            .SelectMany(file => TextFields(file))
            .Where(field => ResourceName().IsMatch(field.Comment))
            .Select(field => fields[field.FullName])
            .Where(field => ReferenceOf(field) is null && !(field.Name == "name" && TypeOf(field.ContainingType) is not null));
        Assert.Empty(silent.Select(field => field.FullName));
    }

    private static IEnumerable<MessageDescriptor> WithNested(MessageDescriptor message) => [message, .. message.NestedTypes.SelectMany(WithNested)];

    /// <summary>The fields of a request and of every message in it. What is OUTPUT_ONLY is not sent.</summary>
    private static IEnumerable<FieldDescriptor> Sent(MessageDescriptor message, HashSet<MessageDescriptor> seen) =>
        message.File.Package.StartsWith("google.", StringComparison.Ordinal) || !seen.Add(message)
            ? []
            : message
                .Fields.InDeclarationOrder()
                .SelectMany(
                    IEnumerable<FieldDescriptor> (field) =>
                        field.FieldType == FieldType.Message && !ContractRules.Is(field, FieldBehavior.OutputOnly)
                            ? [field, .. Sent(field.MessageType, seen)]
                            : [field]
                );

    private static string? TypeOf(MessageDescriptor message) => message.GetOptions()?.GetExtension(ResourceExtensions.Resource)?.Type;

    private static string? ReferenceOf(FieldDescriptor field) => field.GetOptions()?.GetExtension(ResourceExtensions.ResourceReference)?.Type;

    /// <summary>The string fields of a file with the comments over them, which descriptors do not carry at run time.</summary>
    private static IEnumerable<(string FullName, string Comment)> TextFields(FileDescriptor file)
    {
        var messages = new Stack<string>();
        var comment = "";
        foreach (var line in File.ReadLines(Path.Combine(Repository.Root, "protos", file.Name)).Select(text => text.Trim()))
        {
            if (line.StartsWith("//", StringComparison.Ordinal))
            {
                comment += line;
                continue;
            }

            if (StringField().Match(line) is { Success: true } field)
            {
                yield return ($"{file.Package}.{string.Join('.', messages.Where(name => name.Length > 0).Reverse())}.{field.Groups["name"].Value}", comment);
            }

            if (line.EndsWith('{'))
            {
                messages.Push(Message().Match(line) is { Success: true } message ? message.Groups["name"].Value : "");
            }
            else if (line.StartsWith('}'))
            {
                messages.Pop();
            }

            comment = "";
        }
    }

    [GeneratedRegex(@"`[a-zA-Z]+/\{[a-z_]+\}[^`]*`")]
    private static partial Regex ResourceName();

    [GeneratedRegex(@"^(optional |repeated )?string (?<name>\w+) = \d", RegexOptions.ExplicitCapture)]
    private static partial Regex StringField();

    [GeneratedRegex(@"^message (?<name>\w+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Message();
}

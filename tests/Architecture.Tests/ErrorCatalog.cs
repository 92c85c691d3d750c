using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ESchool.Api.Calls;
using ESchool.Domain;

namespace ESchool.Architecture.Tests;

/// <summary>Writes docs/errors.md: what the contract says about each reason and each fault of a field, and which status the Domain gives it.</summary>
internal static partial class ErrorCatalog
{
    private const string Folder = "protos/eschool/errors/v1";

    public static string Render()
    {
        var kinds = ErrorReasonTests.Declared.ToDictionary(reason => reason.Code, reason => reason.Kind);
        var page = new StringBuilder(
            """
            # Errors

            This page is made from the protos in `protos/eschool/errors/v1` and from the reasons that the Domain declares; a test compares. To write it
            again: `ESCHOOL_WRITE_DOCS=1 ./eschool test FullyQualifiedName~Architecture`.

            Every error is a `google.rpc.Status`: in the trailer `grpc-status-details-bin` over gRPC and gRPC-Web, as the body over JSON. Its details have one `ErrorInfo` with
            the domain `eschool`, a `reason` and `metadata`. The protos of these messages are in `protos/vendor/google/rpc`. Decide by the reason; messages are for
            developers, in English, and may change. Every value in a message is in the metadata too.

            In metadata, a resource has its name (`courses/{course}`), an enum value its name in the protos (`STATE_DRAFT`), a time is RFC 3339 in UTC, money is a decimal
            amount and its currency (`49.00 EUR`), and lists have commas.

            Without details come: DEADLINE_EXCEEDED, when the deadline passed; CANCELLED, when the caller gave up; UNIMPLEMENTED, for an rpc that the server does not have.

            """.ReplaceLineEndings("\n")
        );
        foreach (var (title, values) in SectionsOf("error_reason.proto", "ERROR_REASON_"))
        {
            page.Append(
                CultureInfo.InvariantCulture,
                $"\n## {title}\n\n| reason | status | meaning | what a client does | metadata |\n|---|---|---|---|---|\n"
            );
            foreach (var value in values)
            {
                page.Append(
                    CultureInfo.InvariantCulture,
                    $"| `{value.Name}` | {StatusOf(kinds[value.Name])} | {value.Meaning} | {value.Client} | {value.Metadata} |\n"
                );
            }
        }

        page.Append(
            "\n## Faults of fields\n\nINVALID_ARGUMENT names each wrong field in `BadRequest`: its path, one of these reasons, and a description.\n\n| reason | meaning |\n|---|---|\n"
        );
        foreach (var value in SectionsOf("field_fault.proto", "FIELD_FAULT_").SelectMany(section => section.Values))
        {
            page.Append(CultureInfo.InvariantCulture, $"| `{value.Name}` | {value.Meaning} |\n");
        }

        page.Append(
            "\n## Obstacles\n\nValues of `obstacle` in the metadata of some reasons. That of `NOT_REFUNDABLE` is a value of `ExplainRefundResponse.Obstacle`.\n\n| obstacle | meaning |\n|---|---|\n"
        );
        foreach (var value in SectionsOf("obstacles.proto", "").SelectMany(section => section.Values))
        {
            page.Append(CultureInfo.InvariantCulture, $"| `{value.Name}` | {value.Meaning} |\n");
        }

        return page.ToString();
    }

    /// <summary>The values of a proto's enums below its headings: comments that stand alone.</summary>
    private static List<(string Title, List<Entry> Values)> SectionsOf(string proto, string prefix)
    {
        var sections = new List<(string Title, List<Entry> Values)> { ("", []) };
        List<string> comment = [];
        foreach (var line in File.ReadLines(Path.Combine(Repository.Root, Folder, proto)).Select(line => line.Trim()))
        {
            if (line.StartsWith("//", StringComparison.Ordinal))
            {
                comment.Add(line[2..].Trim());
                continue;
            }

            if (line.Length == 0 && comment is [var title])
            {
                sections.Add((title.TrimEnd('.'), []));
            }
            else if (Value().Match(line) is { Success: true } match && match.Groups["number"].Value != "0")
            {
                sections[^1].Values.Add(Entry.Of(match.Groups["name"].Value[prefix.Length..], comment));
            }

            comment = [];
        }

        return [.. sections.Where(section => section.Values.Count > 0)];
    }

    private static string StatusOf(ReasonKind kind) => Capital().Replace(StatusMapping.CodeOf(kind).ToString(), "_$0").ToUpperInvariant();

    [GeneratedRegex("^(?<name>[A-Z0-9_]+) = (?<number>[0-9]+);")]
    private static partial Regex Value();

    [GeneratedRegex("(?<!^)[A-Z]")]
    private static partial Regex Capital();

    private sealed record Entry(string Name, string Meaning, string Client, string Metadata)
    {
        private const string ClientWord = "Client: ";
        private const string MetadataWord = "Metadata: ";

        public static Entry Of(string name, IReadOnlyList<string> comment)
        {
            Assert.NotEmpty(comment);
            return new Entry(
                name,
                string.Join(
                    ' ',
                    comment.Where(line => !line.StartsWith(ClientWord, StringComparison.Ordinal) && !line.StartsWith(MetadataWord, StringComparison.Ordinal))
                ),
                comment.SingleOrDefault(line => line.StartsWith(ClientWord, StringComparison.Ordinal))?[ClientWord.Length..] ?? "",
                comment.SingleOrDefault(line => line.StartsWith(MetadataWord, StringComparison.Ordinal))?[MetadataWord.Length..].TrimEnd('.') ?? ""
            );
        }
    }
}

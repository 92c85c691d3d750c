using ESchool.Api.Calls.Wire;
using ESchool.Domain;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;

namespace ESchool.Api.Calls;

/// <summary>
/// Keeps a status small. It travels in headers, and clients have little room for those: Node 16 KiB, proxies often 4 or 8. At most 20 violations, a count of
/// the rest, and under 4 KiB as it is written: the message percent-encoded, the details in base 64.
/// </summary>
internal static class BoundedStatus
{
    private const int MaximumViolations = 20;
    private const int MessageBytes = 600;
    private const int TextBytes = 200;

    /// <summary>In base 64 a third more: with the message and the names of the headers under 4 KiB.</summary>
    private const int MaximumSize = 2_350;

    /// <summary>Puts a status together.</summary>
    public static Google.Rpc.Status Of(Google.Rpc.Status status, ErrorInfo info, DomainException refusal, RetryInfo? retry)
    {
        status.Message = Clip(status.Message, MessageBytes);
        foreach (var (key, value) in info.Metadata.ToList())
        {
            info.Metadata[key] = Clip(value, TextBytes);
        }

        // The fewer violations are told, the smaller it is; one that is none is left out for good.
        for (var told = Math.Min(CountOf(refusal), MaximumViolations); ; told--)
        {
            var details = DetailsOf(info, refusal, told, retry);
            status.Details.Clear();
            status.Details.Add(details);
            if (told <= 0 || status.CalculateSize() <= MaximumSize)
            {
                return status;
            }
        }
    }

    private static List<Any> DetailsOf(ErrorInfo info, DomainException refusal, int told, RetryInfo? retry)
    {
        if (told < CountOf(refusal))
        {
            info.Metadata["violations_left_out"] = (CountOf(refusal) - told).ToString();
        }

        List<Any> details = [Any.Pack(info)];
        if (told > 0)
        {
            details.Add(
                refusal.FieldViolations.Count > 0
                    ? Any.Pack(BadRequestOf(refusal.FieldViolations.Take(told)))
                    : Any.Pack(PreconditionOf(refusal.Reason, refusal.Violations.Take(told)))
            );
        }

        if (retry is not null)
        {
            details.Add(Any.Pack(retry));
        }

        return details;
    }

    /// <summary>A refusal is about the fields of its request or about the state of something, never about both.</summary>
    private static int CountOf(DomainException refusal) => refusal.FieldViolations.Count > 0 ? refusal.FieldViolations.Count : refusal.Violations.Count;

    private static BadRequest BadRequestOf(IEnumerable<FieldViolation> violations) =>
        new()
        {
            FieldViolations =
            {
                violations.Select(v => new BadRequest.Types.FieldViolation
                {
                    Field = Clip(v.Field, TextBytes),
                    Reason = ContractWords.Of(v.Fault),
                    Description = Clip(v.Description, TextBytes),
                }),
            },
        };

    private static PreconditionFailure PreconditionOf(Reason reason, IEnumerable<Violation> violations) =>
        new()
        {
            Violations =
            {
                violations.Select(v => new PreconditionFailure.Types.Violation
                {
                    Type = reason.Code,
                    Subject = Clip(v.Subject, TextBytes),
                    Description = Clip(v.Description, TextBytes),
                }),
            },
        };

    /// <summary>Cuts a text by the bytes it takes percent-encoded.</summary>
    private static string Clip(string text, int maximum)
    {
        var (bytes, fits) = (0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            bytes += rune.IsAscii && rune.Value is >= 0x20 and not '%' ? 1 : 3 * rune.Utf8SequenceLength;
            if (bytes > maximum)
            {
                return $"{text[..fits]}…";
            }

            fits += rune.Utf16SequenceLength;
        }

        return text;
    }
}

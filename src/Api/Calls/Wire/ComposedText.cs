using System.Collections;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace ESchool.Api.Calls.Wire;

/// <summary>
/// Puts the texts of a request into Unicode's composed form (NFC), as people see them: an é is one, whether it was typed as one character or as two. Verbatim
/// texts stay as they are.
/// </summary>
internal static class ComposedText
{
    /// <summary>Composes every text for which the contract has limits, wherever it stands.</summary>
    public static void In(IMessage message)
    {
        foreach (var field in message.Descriptor.Fields.InDeclarationOrder())
        {
            if (ContractRules.IsOurs(field))
            {
                foreach (var inner in Values(field, message).OfType<IMessage>())
                {
                    In(inner);
                }
            }
            else if (field.FieldType == FieldType.String && ContractRules.TextLimitsOf(field) is { Verbatim: false })
            {
                Compose(field, message);
            }
        }
    }

    private static void Compose(FieldDescriptor field, IMessage message)
    {
        var value = field.Accessor.GetValue(message);
        if (value is IList texts)
        {
            for (var i = 0; i < texts.Count; i++)
            {
                if (Composed((string)texts[i]!) is { } composed)
                {
                    texts[i] = composed;
                }
            }
        }
        else if (Composed((string)value) is { } composed)
        {
            field.Accessor.SetValue(message, composed);
        }
    }

    /// <returns>The composed text; null when it is composed already, or is broken, which the rules refuse.</returns>
    private static string? Composed(string text) =>
        Ascii.IsValid(text) || text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') && !IsWellFormed(text) || text.IsNormalized() ? null : text.Normalize();

    private static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && !(char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[++i])))
            {
                return false;
            }
        }

        return true;
    }

    private static IEnumerable Values(FieldDescriptor field, IMessage message) =>
        field.Accessor.GetValue(message) switch
        {
            null => Array.Empty<object>(),
            IList items => items,
            var one => new[] { one },
        };
}

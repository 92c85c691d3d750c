using ESchool.Domain;

namespace ESchool.Api.Calls.Wire;

/// <summary>Reads resource names such as <c>courses/{course}/lessons/{lesson}</c>. Ids are UUIDs, written in lower case.</summary>
internal static class ResourceNames
{
    /// <summary>Reads the id of a name with one.</summary>
    /// <exception cref="DomainException"><c>REQUEST_INVALID</c>.</exception>
    public static Guid One(string name, string pattern, string field = "name") => Parse(name, pattern) is [var id] ? id : throw Malformed(name, field, pattern);

    /// <summary>Reads the ids of a name with two.</summary>
    /// <exception cref="DomainException"><c>REQUEST_INVALID</c>.</exception>
    public static (Guid First, Guid Second) Two(string name, string pattern, string field = "name") =>
        Parse(name, pattern) is [var first, var second] ? (first, second) : throw Malformed(name, field, pattern);

    /// <summary>Reads the ids of a name with three.</summary>
    /// <exception cref="DomainException"><c>REQUEST_INVALID</c>.</exception>
    public static (Guid First, Guid Second, Guid Third) Three(string name, string pattern, string field = "name") =>
        Parse(name, pattern) is [var first, var second, var third] ? (first, second, third) : throw Malformed(name, field, pattern);

    /// <summary>Reads the ids of a name, or null when it does not fit the pattern.</summary>
    public static IReadOnlyList<Guid>? Parse(string name, string pattern)
    {
        var words = name.Split('/');
        var expected = pattern.Split('/');
        var ids = new List<Guid>();
        for (var i = 0; i < expected.Length; i++)
        {
            if (words.Length != expected.Length)
            {
                return null;
            }

            if (!expected[i].StartsWith('{'))
            {
                if (words[i] != expected[i])
                {
                    return null;
                }
            }
            else if (Guid.TryParseExact(words[i], "D", out var id))
            {
                ids.Add(id);
            }
            else
            {
                return null;
            }
        }

        return ids;
    }

    private static DomainException Malformed(string name, string field, string pattern) =>
        RequestRules.Invalid(
            new FieldViolation(field, name.Length == 0 ? FieldFault.Required : FieldFault.Malformed, $"must look like {pattern}, with UUIDs.")
        );
}

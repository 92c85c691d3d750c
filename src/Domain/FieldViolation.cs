namespace ESchool.Domain;

/// <summary>Which rule a field breaks. The numbers are those of the contract's <c>eschool.errors.v1.FieldFault</c>.</summary>
public enum FieldFault
{
    /// <summary>It must be given.</summary>
    Required = 1,

    /// <summary>It must not be given here, or not together with another field.</summary>
    NotAllowed = 2,

    /// <summary>The text or the bytes are shorter than allowed.</summary>
    TooShort = 3,

    /// <summary>The text or the bytes are longer than allowed.</summary>
    TooLong = 4,

    /// <summary>The list has fewer elements than allowed.</summary>
    TooFew = 5,

    /// <summary>The list has more elements than allowed.</summary>
    TooMany = 6,

    /// <summary>The number, time, duration or amount is less or more than allowed.</summary>
    OutOfRange = 7,

    /// <summary>It is not of the form that the contract describes.</summary>
    Malformed = 8,

    /// <summary>It is of the right form, and none of the values that are allowed.</summary>
    UnknownValue = 9,

    /// <summary>The update mask names a field that does not exist or cannot be changed.</summary>
    UnknownPath = 10,

    /// <summary>The text has a character that people cannot see or that deceives them.</summary>
    ForbiddenCharacter = 11,

    /// <summary>The list names the same thing twice.</summary>
    Duplicate = 12,

    /// <summary>The amount is finer than the smallest unit of its currency.</summary>
    TooPrecise = 13,

    /// <summary>The password is easily guessed.</summary>
    TooWeak = 14,
}

/// <summary>A field of a request that breaks a rule.</summary>
/// <param name="Field">The path of the field, as the contract names it.</param>
/// <param name="Fault">The rule it breaks.</param>
/// <param name="Description">What is wrong, in words that follow the name of the field.</param>
public sealed record FieldViolation(string Field, FieldFault Fault, string Description);

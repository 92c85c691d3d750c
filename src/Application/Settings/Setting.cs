using System.Globalization;
using ESchool.Domain;
using ESchool.Domain.Administration.Settings;

namespace ESchool.Application.Settings;

/// <summary>Something that administrators can set while the school runs. Declared once, in <see cref="KnownSettings"/>.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Default">What holds while nobody has set it.</param>
/// <param name="Description">What it does, for the back office.</param>
public abstract record Setting(string Key, string Default, string Description)
{
    /// <summary>The resource name.</summary>
    public string Name => $"settings/{Key}";

    /// <summary>The values it can have; empty when they can't be listed.</summary>
    public virtual IReadOnlyList<string> Choices => [];

    /// <summary>Brings a value into the form in which it is stored.</summary>
    /// <exception cref="DomainException"><c>SETTING_VALUE_INVALID</c>.</exception>
    public abstract string Check(string value);

    /// <summary>The refusal of a value.</summary>
    protected DomainException Invalid(string expected) =>
        new(SettingReasons.SettingValueInvalid, "{setting} must be {expected}.", ("setting", Name), ("expected", expected));
}

/// <summary>A setting with values of a type.</summary>
public abstract record Setting<T>(string Key, string Default, string Description) : Setting(Key, Default, Description)
{
    /// <summary>Reads a stored value.</summary>
    public abstract T Read(string stored);
}

/// <summary>One of two.</summary>
public sealed record Switch(string Key, bool IsOn, string Description) : Setting<bool>(Key, IsOn ? "true" : "false", Description)
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Choices => ["true", "false"];

    /// <inheritdoc/>
    public override string Check(string value) => Choices.Contains(value) ? value : throw Invalid("true or false");

    /// <inheritdoc/>
    public override bool Read(string stored) => stored == "true";
}

/// <summary>One of some.</summary>
/// <typeparam name="T">Which. Its values are written as the contract writes those of enums.</typeparam>
public sealed record Choice<T>(string Key, T Usual, string Description) : Setting<T>(Key, Write(Usual), Description)
    where T : struct, Enum
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Choices => [.. Enum.GetValues<T>().Select(Write)];

    /// <inheritdoc/>
    public override string Check(string value) => Choices.Contains(value) ? value : throw Invalid($"one of {string.Join(", ", Choices)}");

    /// <inheritdoc/>
    public override T Read(string stored) => Enum.GetValues<T>().First(value => Write(value) == stored);

    private static string Write(T value) =>
        string.Concat(value.ToString().Select((c, i) => i > 0 && char.IsUpper(c) ? $"_{c}" : $"{char.ToUpper(c, CultureInfo.InvariantCulture)}"));
}

/// <summary>A text that people read.</summary>
public sealed record Words(string Key, int MaximumLength, string Description) : Setting<string>(Key, "", Description)
{
    /// <inheritdoc/>
    public override string Check(string value) =>
        new StringInfo(value.Trim()).LengthInTextElements <= MaximumLength ? value.Trim() : throw Invalid($"at most {MaximumLength} characters long");

    /// <inheritdoc/>
    public override string Read(string stored) => stored;
}

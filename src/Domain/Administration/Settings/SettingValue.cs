namespace ESchool.Domain.Administration.Settings;

/// <summary>What an administrator set, in place of a setting's default.</summary>
public sealed class SettingValue
{
    private SettingValue() { }

    /// <summary>Sets it.</summary>
    public SettingValue(string key, string value, DateTimeOffset now)
    {
        Key = key;
        Set(value, now);
    }

    /// <summary>The setting.</summary>
    public string Key { get; private set; } = "";

    /// <summary>The value, as it is written.</summary>
    public string Value { get; private set; } = "";

    /// <summary>When it was set.</summary>
    public DateTimeOffset UpdatedAt { get; private set; }

    /// <summary>Sets another value.</summary>
    public void Set(string value, DateTimeOffset now) => (Value, UpdatedAt) = (value, now);
}

using ESchool.Api.Calls.Wire;
using ESchool.Application.Administration.Settings;
using ESchool.Domain.Administration.Settings;
using Wire = ESchool.Contracts.Administration.V1;

namespace ESchool.Api.Administration.Settings;

internal static class SettingMapping
{
    private const string SettingPrefix = "settings/";
    private const string FlagPrefix = "featureFlags/";

    /// <summary>The key in a setting's name; what is no name of a setting is the key of none.</summary>
    public static string KeyOf(string name) => name.StartsWith(SettingPrefix, StringComparison.Ordinal) ? name[SettingPrefix.Length..] : name;

    /// <summary>The flag in its name, of which the rules have checked the form.</summary>
    public static string FlagOf(string name) => name[FlagPrefix.Length..];

    public static Wire.Setting ToWire(this SettingView view) =>
        new()
        {
            Name = view.Setting.Name,
            Value = view.Value,
            DefaultValue = view.Setting.Default,
            Choices = { view.Setting.Choices },
            Description = view.Setting.Description,
            UpdateTime = view.LastChange?.ChangedAt.ToWire(),
            Etag = view.LastChange?.Id.ToString() ?? "",
        };

    public static Wire.SettingChange ToWire(this SettingChange change)
    {
        var wire = new Wire.SettingChange
        {
            Name = $"settingChanges/{change.Id}",
            Subject = change.Subject,
            ChangedBy = $"users/{change.ChangedBy}",
            Reason = change.Reason,
            ChangeTime = change.ChangedAt.ToWire(),
            RevertedChange = change.Reverts is { } reverted ? $"settingChanges/{reverted}" : "",
        };
        if (change.Before is { } before)
        {
            wire.Before = before;
        }

        if (change.After is { } after)
        {
            wire.After = after;
        }

        if (change.DescriptionBefore is { } descriptionBefore)
        {
            wire.DescriptionBefore = descriptionBefore;
        }

        if (change.DescriptionAfter is { } descriptionAfter)
        {
            wire.DescriptionAfter = descriptionAfter;
        }

        return wire;
    }

    public static Wire.FeatureFlag ToWire(this FeatureFlag flag) =>
        new()
        {
            Name = FlagPrefix + flag.Name,
            Description = flag.Description,
            RolloutBasisPoints = flag.RolloutBasisPoints,
            UpdateTime = flag.UpdatedAt.ToWire(),
        };
}

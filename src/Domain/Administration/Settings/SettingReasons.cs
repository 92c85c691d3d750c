namespace ESchool.Domain.Administration.Settings;

/// <summary>Reasons that concern settings and feature flags.</summary>
public static class SettingReasons
{
    /// <summary>There is no such setting.</summary>
    public static readonly Reason SettingNotFound = new(ReasonKind.NotFound, "SETTING_NOT_FOUND");

    /// <summary>The setting can't have this value.</summary>
    public static readonly Reason SettingValueInvalid = new(ReasonKind.Invalid, "SETTING_VALUE_INVALID");

    /// <summary>There is no such change.</summary>
    public static readonly Reason SettingChangeNotFound = new(ReasonKind.NotFound, "SETTING_CHANGE_NOT_FOUND");

    /// <summary>It was changed again since: take the newest change back first.</summary>
    public static readonly Reason SettingChangedSince = new(ReasonKind.State, "SETTING_CHANGED_SINCE");

    /// <summary>The school has as many feature flags as it may have.</summary>
    public static readonly Reason FeatureFlagsFull = new(ReasonKind.State, "FEATURE_FLAGS_FULL");

    /// <summary>The staff have closed this for a while, or for good.</summary>
    public static readonly Reason ClosedByStaff = new(ReasonKind.State, "CLOSED_BY_STAFF");
}

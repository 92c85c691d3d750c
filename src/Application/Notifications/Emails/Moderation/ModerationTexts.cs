using System.Globalization;
using ESchool.Domain.Administration.Moderation;
using ESchool.Domain.Catalog;

namespace ESchool.Application.Notifications.Emails.Moderation;

/// <summary>Says in mails what was decided about what.</summary>
internal static class ModerationTexts
{
    /// <summary>What it is about, in words.</summary>
    public static string ThingOf(TargetKind kind) =>
        kind switch
        {
            TargetKind.Course => "course",
            TargetKind.Review => "review of a course",
            TargetKind.Message => "message in a conversation",
            TargetKind.Profile => "profile",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Nothing is called so."),
        };

    /// <summary>What was done to it, for whom it concerns.</summary>
    public static string ActOf(ModerationDecision decision) =>
        (decision.Act, decision.Kind, decision.Scope) switch
        {
            (ModerationAct.Warn, _, _) => "This is a warning. Nothing was restricted.",
            (ModerationAct.Suspend, TargetKind.Profile, _) => "Your account is suspended: you cannot sign in, and nothing of yours is on sale.",
            (_, TargetKind.Course, SuspensionScope.SaleAndAccess) => "Your course is suspended: it is off sale, and its students cannot open it.",
            (_, TargetKind.Course, _) => "Your course is off sale. Students who have it keep it.",
            (ModerationAct.Hide, TargetKind.Review, _) => "Your review is hidden from everybody but you, and does not count.",
            (ModerationAct.Hide, TargetKind.Message, _) => "Your message was removed. The others see that there was one.",
            (ModerationAct.Hide, TargetKind.Profile, _) => "Your name, picture and profile are hidden from everybody.",
            _ => throw new ArgumentOutOfRangeException(nameof(decision), decision.Act, "Nobody is told of it."),
        };

    /// <summary>What was done to it, for who reported it: no more than everybody can see.</summary>
    public static string OutcomeOf(ModerationAct act) =>
        act switch
        {
            ModerationAct.None => "We have decided to leave it as it is.",
            ModerationAct.Warn => "It may stay, and whose it is was warned.",
            ModerationAct.Hide => "It is not shown any more.",
            ModerationAct.Suspend => "It was suspended.",
            _ => throw new ArgumentOutOfRangeException(nameof(act), act, "Nobody is told of it."),
        };

    /// <summary>The ground of a decision, in words.</summary>
    public static string GroundOf(ModerationDecision decision)
    {
        var ground = decision.Ground == DecisionGround.Law ? "We hold it to be against the law" : "It is against our terms";
        return decision.Clause.Length > 0 ? $"{ground}: {MailText.LineOf(decision.Clause)}" : $"{ground}.";
    }

    /// <summary>A day in words.</summary>
    public static string DayOf(DateTimeOffset time) => time.UtcDateTime.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
}

namespace ESchool.Domain.Notifications;

/// <summary>How many mails that a stranger can ask for were sent to one address lately: about its account, or of what others write.</summary>
public sealed class MailsToRecipient
{
    /// <summary>So long they count together.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromHours(1);

    private MailsToRecipient() { }

    /// <summary>A hash of the address, known or not, keyed for what is counted.</summary>
    public byte[] RecipientHash { get; private set; } = [];

    /// <summary>How many since then.</summary>
    public int Count { get; private set; }

    /// <summary>Since when.</summary>
    public DateTimeOffset Since { get; private set; }
}

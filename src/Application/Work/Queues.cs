namespace ESchool.Application.Work;

/// <summary>The queues; each has a server of its own, because the queues of one server drain in alphabetical order.</summary>
public static class Queues
{
    /// <summary>Announcements and their e-mails: a hundred thousand of them keep no other mail waiting.</summary>
    public const string Announcements = "announcements";

    /// <summary>Everything else.</summary>
    public const string Default = "default";

    /// <summary>E-mails.</summary>
    public const string Mail = "mail";

    /// <summary>Transcodes.</summary>
    public const string Media = "media";

    /// <summary>Courses as files, which take long and come from strangers: they keep nothing else waiting.</summary>
    public const string Packages = "packages";

    /// <summary>Money that leaves.</summary>
    public const string Payouts = "payouts";
}

namespace ESchool.Application.Media.Ffmpeg.Sandbox;

/// <summary>The ways to start a process without network and privileges, best first.</summary>
internal static class Isolation
{
    public const string Unavailable =
        "ffmpeg cannot be cut off the network here, so no media is processed. It needs unshare, prlimit and setpriv (util-linux), and the "
        + "permission to make a network namespace: CAP_SYS_ADMIN, or unprivileged user namespaces. Where the whole container has no route to "
        + "anything worth protecting, Media:AllowWithoutNetworkIsolation switches this requirement off.";

    // Ends the process with the thread that started it, and leaves root without any of root's powers.
    private static readonly string[] WithoutPrivileges =
    [
        "setpriv",
        "--no-new-privs",
        "--bounding-set=-all",
        "--inh-caps=-all",
        "--ambient-caps=-all",
        "--pdeathsig=KILL",
        "--",
    ];

    private static readonly string[] Unprivileged = ["setpriv", "--no-new-privs", "--pdeathsig=KILL", "--"];

    public static IEnumerable<IReadOnlyList<string>> Candidates(bool allowWithoutNetworkIsolation)
    {
        yield return ["unshare", "--net", "--", .. WithoutPrivileges];
        yield return ["unshare", "--net", "--map-root-user", "--", .. WithoutPrivileges];
        if (allowWithoutNetworkIsolation)
        {
            yield return WithoutPrivileges;
            yield return Unprivileged;
        }
    }
}

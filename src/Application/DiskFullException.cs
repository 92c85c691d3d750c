namespace ESchool.Application;

/// <summary>The disk that processing keeps its files on is full: the machine's fault, not the file's.</summary>
public sealed class DiskFullException(Exception? cause = null) : IOException("The disk for processing media is full (Media:WorkDirectory).", cause)
{
    // ENOSPC and EDQUOT: .NET passes the system's number on.
    private static readonly int[] Codes = [28, 122];

    /// <summary>True for a fault that says that a disk is full.</summary>
    public static bool Is(Exception fault) => fault is DiskFullException || (fault is IOException && Codes.Contains(fault.HResult));
}

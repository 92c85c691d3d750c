namespace ESchool.Application.Media;

/// <summary>The disk that processing keeps its files on is full: the machine's fault, not the file's.</summary>
public sealed class DiskFullException(Exception? cause = null) : IOException("The disk for processing media is full (Media:WorkDirectory).", cause);

namespace ESchool.Domain;

/// <summary>One thing that would have to be different before a call can succeed.</summary>
/// <param name="Subject">What it is about, a resource name.</param>
/// <param name="Description">What is wrong, in words.</param>
public sealed record Violation(string Subject, string Description);

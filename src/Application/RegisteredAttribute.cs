using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application;

/// <summary>Marks a class that use cases share: it is registered as itself. Use cases need no mark, they are found by their <c>ExecuteAsync</c>.</summary>
/// <param name="lifetime">One per request, or one per program.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class RegisteredAttribute(ServiceLifetime lifetime) : Attribute
{
    /// <summary>One per request, or one per program.</summary>
    public ServiceLifetime Lifetime { get; } = lifetime;
}

using ESchool.Tests.Support;

namespace ESchool.Application.Tests;

/// <summary>A school of one test class.</summary>
public sealed class SchoolFixture : IAsyncLifetime
{
    public TestSchool School { get; private set; } = null!;

    public async ValueTask InitializeAsync() => School = await TestSchool.OpenAsync();

    public ValueTask DisposeAsync() => School.DisposeAsync();
}

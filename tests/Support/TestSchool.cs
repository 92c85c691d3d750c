using ESchool.Application;
using ESchool.Application.Storage;
using ESchool.Data;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ESchool.Tests.Support;

/// <summary>The school without its doors: every use case on a real database of its own, with a clock the test can move.</summary>
public sealed class TestSchool : IAsyncDisposable
{
    private readonly TestDatabase database;
    private readonly ServiceProvider services;
    private readonly bool ownsDatabase;

    private TestSchool(TestDatabase database, ServiceProvider services, bool ownsDatabase)
    {
        this.database = database;
        this.services = services;
        this.ownsDatabase = ownsDatabase;
    }

    public required TestClock Clock { get; init; }

    public TestDatabase Database => database;

    public IServiceProvider Services => services;

    public static async Task<TestSchool> OpenAsync(params (string Key, string Value)[] settings) =>
        On(await TestDatabase.CreateAsync(), ownsDatabase: true, settings);

    /// <summary>A school in whose services a test changes something.</summary>
    public static async Task<TestSchool> OpenAsync(Action<IServiceCollection> change) => On(await TestDatabase.CreateAsync(), ownsDatabase: true, [], change);

    /// <summary>The use cases on a database that others run on too.</summary>
    public static TestSchool On(TestDatabase database, params (string Key, string Value)[] settings) => On(database, ownsDatabase: false, settings);

    private static TestSchool On(TestDatabase database, bool ownsDatabase, (string Key, string Value)[] settings, Action<IServiceCollection>? change = null)
    {
        var values = SchoolSettings.For(database);
        foreach (var (key, value) in settings)
        {
            values[key] = value;
        }

        var configuration = new ConfigurationBuilder().AddInMemoryCollection(values).Build();
        var clock = new TestClock();
        var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton<TimeProvider>(clock)
            .AddLogging(logs => logs.SetMinimumLevel(LogLevel.Warning))
            .AddSchool(configuration);
        change?.Invoke(services);
        var provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
        return new TestSchool(database, provider, ownsDatabase) { Clock = clock };
    }

    /// <summary>Makes the buckets; only tests that store objects need them.</summary>
    public Task PrepareStorageAsync() => services.GetRequiredService<ObjectStorage>().PrepareAsync(CancellationToken.None);

    /// <summary>Runs a use case in a scope of its own, as a request would.</summary>
    public async Task<TResult> DoAsync<TUseCase, TResult>(Func<TUseCase, Task<TResult>> act)
        where TUseCase : notnull
    {
        await using var scope = services.CreateAsyncScope();
        return await act(scope.ServiceProvider.GetRequiredService<TUseCase>());
    }

    /// <summary>Runs a use case in a scope of its own, as a request would.</summary>
    public async Task DoAsync<TUseCase>(Func<TUseCase, Task> act)
        where TUseCase : notnull
    {
        await using var scope = services.CreateAsyncScope();
        await act(scope.ServiceProvider.GetRequiredService<TUseCase>());
    }

    /// <summary>Looks into the database.</summary>
    public Task<TResult> ReadAsync<TResult>(Func<SchoolDbContext, Task<TResult>> look) => DoAsync(look);

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        if (ownsDatabase)
        {
            await database.DisposeAsync();
        }
    }
}

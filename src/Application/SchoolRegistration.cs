using System.Globalization;
using System.Reflection;
using ESchool.Application.Administration;
using ESchool.Application.Catalog;
using ESchool.Application.Certificates;
using ESchool.Application.Chat;
using ESchool.Application.Identity;
using ESchool.Application.Instructors;
using ESchool.Application.Learning;
using ESchool.Application.Ledger;
using ESchool.Application.Media;
using ESchool.Application.Memberships;
using ESchool.Application.Notifications;
using ESchool.Application.Payments;
using ESchool.Application.Payouts;
using ESchool.Application.Stripe;
using ESchool.Application.Work;
using ESchool.Data;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using StackExchange.Redis;

namespace ESchool.Application;

/// <summary>Puts the whole school into a program's services: Api and Workers register the same.</summary>
public static class SchoolRegistration
{
    /// <summary>Registers the database, every use case, and each feature's options and gateways.</summary>
    public static IServiceCollection AddSchool(this IServiceCollection services, IConfiguration configuration)
    {
        // ICU brings the cultures of the machine along; what the school writes depends on none.
        CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        CultureInfo.CurrentUICulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;
        services.TryAddSingleton(TimeProvider.System);
        var database = configuration.GetConnectionString("School") ?? throw new InvalidOperationException("ConnectionStrings:School is not set.");
        services.AddDbContextPool<SchoolDbContext>(options => options.UseSchoolDatabase(database));
        services.AddSingleton(_ => new SchoolReads(database));
        services.AddSingleton(RedisOptions(configuration.GetConnectionString("Redis") ?? "127.0.0.1:6379"));
        services.AddSingleton<IConnectionMultiplexer>(provider => ConnectionMultiplexer.Connect(provider.GetRequiredService<ConfigurationOptions>()));
        services.AddSchoolOptions<SecurityOptions>(SecurityOptions.Section);
        services.AddSchoolOptions<PublicOptions>(PublicOptions.Section);
        services.AddUseCases();

        return services
            .AddIdentity()
            .AddInstructors()
            .AddCatalog()
            .AddLearning()
            .AddMedia()
            .AddCertificates()
            .AddStripe(configuration)
            .AddPayments()
            .AddMemberships()
            .AddLedger()
            .AddPayouts()
            .AddNotifications()
            .AddChat(database)
            .AddAdministration();
    }

    internal static void AddSchoolOptions<TOptions>(this IServiceCollection services, string section)
        where TOptions : class => services.AddOptions<TOptions>().BindConfiguration(section).ValidateDataAnnotations().ValidateOnStart();

    /// <summary>
    /// A use case is a public sealed class with an ExecuteAsync method; each is registered as itself, and for the work it handles, one per request. What they
    /// share carries <see cref="RegisteredAttribute"/>.
    /// </summary>
    private static void AddUseCases(this IServiceCollection services)
    {
        foreach (var type in typeof(SchoolRegistration).Assembly.GetTypes())
        {
            if (type.GetCustomAttribute<RegisteredAttribute>() is { } registered)
            {
                services.Add(new ServiceDescriptor(type, type, registered.Lifetime));
            }
        }

        foreach (
            var type in typeof(SchoolRegistration)
                .Assembly.GetExportedTypes()
                .Where(t => t is { IsClass: true, IsSealed: true } && t.GetMethod("ExecuteAsync") is not null)
        )
        {
            services.AddScoped(type);
            foreach (var handled in type.GetInterfaces().Where(IsOfWork))
            {
                services.AddScoped(handled, provider => provider.GetRequiredService(type));
            }
        }
    }

    private static bool IsOfWork(Type type) =>
        type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(IHandle<>) || type.GetGenericTypeDefinition() == typeof(IGiveUp<>));

    private static ConfigurationOptions RedisOptions(string connectionString)
    {
        // Redis carries only hints and rate limits: the school starts and works without it, and finds it again by itself.
        var options = ConfigurationOptions.Parse(connectionString);
        options.AbortOnConnectFail = false;
        options.ConnectTimeout = 2_000;
        return options;
    }
}

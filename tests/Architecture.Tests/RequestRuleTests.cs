using ESchool.Api.Calls.Http;
using ESchool.Api.Calls.Wire;
using FluentValidation;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Architecture.Tests;

/// <summary>All rules of all requests, whether a test ever breaks them or not.</summary>
public sealed class RequestRuleTests
{
    [Fact]
    public void NoRule_SaysAPropertysName_OrQuotesTheInput()
    {
        var services = new ServiceCollection();
        services.AddOptions().AddSingleton<Frontends>();
        RequestRules.AddTo(services);
        using var provider = services.BuildServiceProvider();
        var used = services.Select(service => service.ServiceType).Where(type => type.IsAssignableTo(typeof(IValidator)))
            .SelectMany(type => ((IValidator)provider.GetRequiredService(type)).CreateDescriptor().Rules)
            .SelectMany(rule => rule.Components).Select(component => component.Validator.Name).ToHashSet();

        // What leads to the rules of a message inside has nothing to say.
        Assert.Empty(used.Except(RequestRules.ContractLanguage.Words.Keys).Except(["ChildValidatorAdaptor"]));
        var language = new RequestRules.ContractLanguage();
        Assert.All(RequestRules.ContractLanguage.Words.Keys, rule =>
        {
            var said = language.GetString(rule);
            Assert.NotEmpty(said);
            Assert.DoesNotContain("Property", said, StringComparison.Ordinal);
            Assert.DoesNotContain("'", said, StringComparison.Ordinal);
        });
    }
}

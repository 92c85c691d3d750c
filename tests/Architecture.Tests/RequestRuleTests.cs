using ESchool.Api.Calls.Http;
using ESchool.Api.Calls.Wire;
using FluentValidation;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Architecture.Tests;

/// <summary>All rules of all requests, whether a test ever breaks them or not.</summary>
public sealed class RequestRuleTests
{
    /// <summary>A predicate of our own can find anything; FluentValidation's rules have one meaning each.</summary>
    [Fact]
    public void EveryPredicate_SaysWhichFaultItFinds()
    {
        var silent = Rules().SelectMany(rule => rule.Components.Select(component => (Rule: rule, Component: component)))
            .Where(one => one.Component.Validator.Name == "PredicateValidator" && one.Component.GetType().GetProperty("CustomStateProvider")!.GetValue(one.Component) is null);
        Assert.Empty(silent.Select(one => $"{one.Rule.PropertyName}: {one.Component.GetUnformattedErrorMessage()}"));
    }

    [Fact]
    public void NoRule_SaysAPropertysName_OrQuotesTheInput()
    {
        var used = Rules().SelectMany(rule => rule.Components).Select(component => component.Validator.Name).ToHashSet();

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

    private static List<IValidationRule> Rules()
    {
        var services = new ServiceCollection();
        services.AddOptions().AddSingleton<Frontends>();
        RequestRules.AddTo(services);
        using var provider = services.BuildServiceProvider();
        return [.. services.Select(service => service.ServiceType).Where(type => type.IsAssignableTo(typeof(IValidator)))
            .SelectMany(type => ((IValidator)provider.GetRequiredService(type)).CreateDescriptor().Rules)];
    }
}

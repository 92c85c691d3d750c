using ESchool.Api.Calls;
using ESchool.Api.Calls.Http;
using ESchool.Api.Calls.Wire;
using ESchool.Contracts.Options.V1;
using ESchool.Domain;
using FluentValidation;
using Google.Api;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Architecture.Tests;

/// <summary>All rules of all requests, whether a test ever breaks them or not.</summary>
public sealed class RequestRuleTests : IDisposable
{
    private readonly ServiceCollection services = new();
    private readonly ServiceProvider provider;

    public RequestRuleTests()
    {
        services.AddOptions().AddSingleton<Frontends>();
        RequestRules.AddTo(services);
        provider = services.BuildServiceProvider();
    }

    /// <summary>The requests of calls that send one; the frames of a client stream are checked by their service.</summary>
    private static IEnumerable<MessageDescriptor> Requests =>
        ContractServices.Descriptors.SelectMany(service => service.Methods).Where(method => !method.IsClientStreaming).Select(method => method.InputType);

    private IEnumerable<IValidationRule> Rules =>
        services
            .Select(service => service.ServiceType)
            .Where(type => type.IsAssignableTo(typeof(IValidator)))
            .SelectMany(type => ((IValidator)provider.GetRequiredService(type)).CreateDescriptor().Rules);

    public void Dispose() => provider.Dispose();

    /// <summary>A predicate of our own can find anything; FluentValidation's rules have one meaning each.</summary>
    [Fact]
    public void EveryPredicate_SaysWhichFaultItFinds()
    {
        var silent = Rules
            .SelectMany(rule => rule.Components.Select(component => (Rule: rule, Component: component)))
            .Where(one =>
                one.Component.Validator.Name == "PredicateValidator"
                && one.Component.GetType().GetProperty("CustomStateProvider")!.GetValue(one.Component) is null
            );
        Assert.Empty(silent.Select(one => $"{one.Rule.PropertyName}: {one.Component.GetUnformattedErrorMessage()}"));
    }

    [Fact]
    public void NoRule_SaysAPropertysName_OrQuotesTheInput()
    {
        var used = Rules.SelectMany(rule => rule.Components).Select(component => component.Validator.Name).ToHashSet();

        // What leads to the rules of a message inside has nothing to say.
        Assert.Empty(used.Except(RequestRules.ContractLanguage.Words.Keys).Except(["ChildValidatorAdaptor"]));
        var language = new RequestRules.ContractLanguage();
        Assert.All(
            RequestRules.ContractLanguage.Words.Keys,
            rule =>
            {
                var said = language.GetString(rule);
                Assert.NotEmpty(said);
                Assert.DoesNotContain("Property", said, StringComparison.Ordinal);
                Assert.DoesNotContain("'", said, StringComparison.Ordinal);
            }
        );
    }

    [Fact]
    public void WhatTheContractRequires_IsRefusedWhenItIsAbsent()
    {
        var accepted = FieldsOfRequests()
            .Where(place => ContractRules.Is(place.Field, FieldBehavior.Required))
            .Where(place => ViolationsOf(place, value: null).Count == 0)
            .Select(place => place.ToString());
        Assert.Empty(accepted);
    }

    /// <summary>Each limit of the contract is the server's: what is just within is not refused for it, and what is just beyond is.</summary>
    [Fact]
    public void EveryLimitOfTheContract_IsTheServers()
    {
        var differing = FieldsOfRequests()
            .SelectMany(place =>
                Edges(place.Field)
                    .Where(edge =>
                        ViolationsOf(place, edge.Within).Contains(edge.Fault)
                        || !ViolationsOf(place, edge.Beyond).Any(fault => fault == edge.Fault || fault == FieldFault.Required)
                    )
                    .Select(edge => $"{place}: {edge.Name}")
            );
        Assert.Empty(differing);
    }

    private static IEnumerable<Edge> Edges(FieldDescriptor field)
    {
        var options = field.GetOptions();
        if (options?.GetExtension(OptionsExtensions.Text) is { } text)
        {
            yield return new Edge("max_length", FieldFault.TooLong, new string('a', text.MaxLength), new string('a', text.MaxLength + 1));
            if (text.MinLength > 1)
            {
                yield return new Edge("min_length", FieldFault.TooShort, new string('a', text.MinLength), new string('a', text.MinLength - 1));
            }
        }

        if (options?.GetExtension(OptionsExtensions.Range) is { } range)
        {
            if (range.HasMax)
            {
                yield return new Edge("max", FieldFault.OutOfRange, NumberOf(field, range.Max), NumberOf(field, range.Max + 1));
            }

            if (range.HasMin)
            {
                yield return new Edge("min", FieldFault.OutOfRange, NumberOf(field, range.Min), NumberOf(field, range.Min - 1));
            }
        }

        if (options?.GetExtension(OptionsExtensions.Items) is { } items)
        {
            yield return new Edge("max", FieldFault.TooMany, items.Max, items.Max + 1);
            if (items.Min > 1)
            {
                yield return new Edge("min", FieldFault.TooFew, items.Min, items.Min - 1);
            }
        }
    }

    private static object NumberOf(FieldDescriptor field, long number) => field.FieldType == FieldType.Int64 ? (object)number : (int)number;

    /// <summary>Every field of every request and of the messages in it.</summary>
    private static IEnumerable<Place> FieldsOfRequests() => Requests.SelectMany(request => FieldsOf(request, request, []));

    private static IEnumerable<Place> FieldsOf(MessageDescriptor request, MessageDescriptor message, IReadOnlyList<FieldDescriptor> way)
    {
        foreach (var field in message.Fields.InDeclarationOrder().Where(field => !ContractRules.Is(field, FieldBehavior.OutputOnly)))
        {
            yield return new Place(request, way, field);
            if (field is { FieldType: FieldType.Message, IsMap: false } && field.MessageType.File.Package.StartsWith("eschool.", StringComparison.Ordinal))
            {
                foreach (var inner in FieldsOf(request, field.MessageType, [.. way, field]))
                {
                    yield return inner;
                }
            }
        }
    }

    /// <summary>What is wrong, at this field, with a request that holds nothing but this value.</summary>
    private IReadOnlyList<FieldFault> ViolationsOf(Place place, object? value)
    {
        var request = place.Request.Parser.ParseFrom(ByteString.Empty);
        var message = request;
        foreach (var field in place.Way)
        {
            var inner = field.MessageType.Parser.ParseFrom(ByteString.Empty);
            if (field.IsRepeated)
            {
                ((System.Collections.IList)field.Accessor.GetValue(message)).Add(inner);
            }
            else
            {
                field.Accessor.SetValue(message, inner);
            }

            message = inner;
        }

        if (place.Field.IsRepeated)
        {
            var list = (System.Collections.IList)place.Field.Accessor.GetValue(message);
            if (value is string text)
            {
                list.Add(text);
            }

            var element = list.GetType().GetGenericArguments()[0];
            for (var i = 0; i < (value as int? ?? 0); i++)
            {
                list.Add(element == typeof(string) ? "aa" : Activator.CreateInstance(element));
            }
        }
        else if (value is not null)
        {
            place.Field.Accessor.SetValue(message, value);
        }

        var require = typeof(RequestRules).GetMethod(nameof(RequestRules.Require))!.MakeGenericMethod(request.GetType());
        try
        {
            require.Invoke(provider.GetRequiredService<RequestRules>(), [request]);
            return [];
        }
        catch (System.Reflection.TargetInvocationException refused) when (refused.InnerException is DomainException refusal)
        {
            return
            [
                .. refusal
                    .FieldViolations.Where(violation => violation.Field == place.Path || (value is string && violation.Field == $"{place.Path}[0]"))
                    .Select(violation => violation.Fault),
            ];
        }
    }

    /// <summary>A value that a limit allows, and the next one, which it does not.</summary>
    private sealed record Edge(string Name, FieldFault Fault, object Within, object Beyond);

    /// <summary>A field, and the messages that lead to it from a request.</summary>
    private sealed record Place(MessageDescriptor Request, IReadOnlyList<FieldDescriptor> Way, FieldDescriptor Field)
    {
        public string Path => string.Join('.', Way.Select(step => $"{step.Name}{(step.IsRepeated ? "[0]" : "")}").Append(Field.Name));

        public override string ToString() => $"{Request.Name}.{Path}";
    }
}

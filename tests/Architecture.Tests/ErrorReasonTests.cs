using System.Reflection;
using System.Text.RegularExpressions;
using ESchool.Api.Calls;
using ESchool.Api.Calls.Wire;
using ESchool.Application;
using ESchool.Contracts.Errors.V1;
using ESchool.Domain;
using ESchool.Domain.Identity;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace ESchool.Architecture.Tests;

/// <summary>Refusals speak the language of the contract.</summary>
public sealed partial class ErrorReasonTests
{
    private static readonly Assembly[] Throwing = [typeof(DomainException).Assembly, typeof(AuditTrail).Assembly, typeof(StatusMapping).Assembly];

    /// <summary>The reasons that the program declares, wherever it does.</summary>
    internal static readonly IReadOnlyList<Reason> Declared =
    [
        .. Throwing
            .SelectMany(assembly => assembly.GetTypes())
            .SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static))
            .Where(field => field.FieldType == typeof(Reason))
            .Select(field => (Reason)field.GetValue(null)!),
    ];

    [Fact]
    public void Reasons_AreThoseOfTheContract_EachOnce()
    {
        var contract = ErrorReasonReflection
            .Descriptor.EnumTypes.Single()
            .Values.Where(value => value.Number != 0)
            .Select(value => value.Name["ERROR_REASON_".Length..]);
        Assert.Equal(contract.Order(StringComparer.Ordinal), Declared.Select(reason => reason.Code).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void NoOtherPackage_HasReasonsOfItsOwn() =>
        Assert.Equal(
            ["eschool.errors.v1"],
            ContractServices
                .Descriptors.Select(service => service.File)
                .Append(ErrorReasonReflection.Descriptor)
                .SelectMany(file => file.EnumTypes)
                .Where(type => type.Name == nameof(ErrorReason))
                .Select(type => type.File.Package)
                .Distinct()
        );

    [Fact]
    public void FaultsOfFields_AreThoseOfTheContract() =>
        Assert.Equal(
            FieldFaultReflection
                .Descriptor.EnumTypes.Single()
                .Values.Where(value => value.Number != 0)
                .Select(value => (value.Number, value.Name["FIELD_FAULT_".Length..])),
            Enum.GetValues<Domain.FieldFault>().Select(fault => ((int)fault, ContractWords.Of(fault)))
        );

    /// <summary>Reads the compiled program: where a refusal is made, what is boxed into a pair of name and value is metadata.</summary>
    [Fact]
    public void EveryEnum_ThatARefusalCarries_HasWordsInTheContract()
    {
        var carried = Throwing
            .SelectMany(assembly => ModuleDefinition.ReadModule(assembly.Location).GetTypes())
            .SelectMany(type => type.Methods)
            .Where(method => method.HasBody)
            .Select(method => method.Body.Instructions)
            .Where(code =>
                code.Any(line => line.OpCode == OpCodes.Newobj && line.Operand is MethodReference { DeclaringType.FullName: "ESchool.Domain.DomainException" })
            )
            .SelectMany(code => code)
            .Where(line => line.OpCode == OpCodes.Box && line.Next.Operand is MethodReference { DeclaringType.Name: "ValueTuple`2" })
            .Select(line => (TypeReference)line.Operand is GenericInstanceType { GenericArguments: [var inner] } ? inner : (TypeReference)line.Operand)
            .Where(type => !type.IsGenericParameter && type.Resolve().IsEnum)
            .Select(type => type.FullName)
            .ToHashSet();
        Assert.Contains(typeof(Domain.Payouts.PayoutState).FullName!, carried);
        Assert.Empty(carried.Except(ContractWords.Enums.Keys.Append(typeof(Roles)).Select(type => type.FullName!)));
    }

    /// <summary>Values are named in messages, never written into them: so each of them is in the metadata too.</summary>
    [Fact]
    public void NoMessage_HasAValueThatTheMetadataLacks()
    {
        var interpolated = Directory
            .EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => InterpolatedMessage().Matches(File.ReadAllText(file)).Select(match => $"{Path.GetFileName(file)}: {match.Value}"));
        Assert.Empty(interpolated);
    }

    [Fact]
    public void TheCatalog_IsThatOfTheContract() => Documents.Document.RequireCurrent("docs/errors.md", ErrorCatalog.Render());

    [GeneratedRegex("""Reasons\.\w+,\s*\$"[^"]*""")]
    private static partial Regex InterpolatedMessage();
}

using System.Text;
using ESchool.Api.Calls;
using ESchool.Api.Calls.Rates;
using ESchool.Api.Calls.Wire;
using ESchool.Contracts.Options.V1;
using Google.Api;
using Google.Protobuf.Reflection;

namespace ESchool.Architecture.Tests.Documents;

/// <summary>docs/rpcs.md is made from the contract.</summary>
public sealed class RpcListTests
{
    private const string Introduction = """
        # All rpcs

        Made from the contract by `RpcListTests`. What each rpc is for, and its errors, are in the protos.

        - **who**: the `access` option. *step-up*: asks for a proof of identity that is not older than ten minutes. *seen*: answers in a support view
          too, see [administration.md](administration.md#support-views).
        - **rate**: the class whose rate and burst hold, see [operations.md](operations.md#rates).
        - **request_id**: whether the call takes, or needs, an id that makes it safe to send again, see [contract.md](contract.md#sending-a-call-again).


        """;

    [Fact]
    public void TheList_IsThatOfTheContract()
    {
        var text = new StringBuilder(Introduction.ReplaceLineEndings("\n"));
        foreach (var service in ContractServices.Descriptors)
        {
            text.Append($"## {service.FullName["eschool.".Length..]}\n\n| rpc | who | rate | request_id |\n|---|---|---|---|\n");
            foreach (var method in service.Methods)
            {
                text.Append($"| {NameOf(method)} | {WhoOf(method)} | {RateClasses.Of(method)} | {RequestIdOf(method)} |\n");
            }

            text.Append('\n');
        }

        Document.RequireCurrent("docs/rpcs.md", text.ToString().TrimEnd('\n') + "\n");
    }

    private static string NameOf(MethodDescriptor method) =>
        (method.IsClientStreaming, method.IsServerStreaming) switch
        {
            (true, true) => $"{method.Name} (bidirectional)",
            (false, true) => $"{method.Name} (server stream)",
            _ => method.Name,
        };

    private static string WhoOf(MethodDescriptor method)
    {
        var who = method.GetOptions().GetExtension(OptionsExtensions.Access).ToString().ToUpperInvariant();
        var stepUp = method.GetOptions().GetExtension(OptionsExtensions.StepUp) ? ", step-up" : "";
        return method.GetOptions().GetExtension(OptionsExtensions.SupportView) ? $"{who}, *seen*" : $"{who}{stepUp}";
    }

    private static string RequestIdOf(MethodDescriptor method) =>
        method.InputType.FindFieldByName("request_id") is { } field
            ? ContractRules.Is(field, FieldBehavior.Required)
                ? "required"
                : "optional"
            : "";
}

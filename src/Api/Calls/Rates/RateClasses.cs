using ESchool.Contracts.Options.V1;
using Google.Protobuf.Reflection;

namespace ESchool.Api.Calls.Rates;

/// <summary>What a call of an rpc counts as: what the contract declares, or what follows from its shape and name.</summary>
internal static class RateClasses
{
    private static readonly string[] ReadingVerbs = ["Get", "List", "Search", "Explain", "Verify"];

    public static RateClass Of(MethodDescriptor method)
    {
        var declared = method.GetOptions()?.GetExtension(OptionsExtensions.Rate) ?? RateClass.Unspecified;
        if (declared != RateClass.Unspecified)
        {
            return declared;
        }

        if (method.IsClientStreaming || method.IsServerStreaming)
        {
            return RateClass.Stream;
        }

        return ReadingVerbs.Any(verb => method.Name.StartsWith(verb, StringComparison.Ordinal)) ? RateClass.Read : RateClass.Write;
    }
}

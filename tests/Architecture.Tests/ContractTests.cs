using System.Reflection;
using ESchool.Api.Calls;
using ESchool.Contracts.Options.V1;
using Google.Protobuf.Reflection;

namespace ESchool.Architecture.Tests;

/// <summary>The contract and the program agree.</summary>
public sealed class ContractTests
{
    private static readonly IReadOnlyList<ServiceDescriptor> AllServices =
        [.. typeof(Contracts.Identity.V1.IdentityService).Assembly.GetTypes()
            .Select(t => t.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static))
            .Where(p => p?.PropertyType == typeof(ServiceDescriptor))
            .Select(p => (ServiceDescriptor)p!.GetValue(null)!)];

    [Fact]
    public void EveryRpc_DeclaresItsAccess()
    {
        var undeclared = AllServices.SelectMany(s => s.Methods).Where(m => (m.GetOptions()?.GetExtension(OptionsExtensions.Access) ?? Access.Unspecified) == Access.Unspecified);
        Assert.Empty(undeclared.Select(m => m.FullName));
    }

    [Fact]
    public void EveryService_IsServed() => Assert.Equal(AllServices.Select(s => s.FullName).Order(), ContractServices.Descriptors.Select(s => s.FullName).Order());

    [Fact]
    public void EveryRpc_HasItsOwnRequestAndResponse()
    {
        foreach (var method in AllServices.SelectMany(s => s.Methods))
        {
            Assert.Equal($"{method.Name}Request", method.InputType.Name);
            Assert.Equal($"{method.Name}Response", method.OutputType.Name);
        }
    }

    /// <summary>Words that name secrets must be marked, so that they stay out of logs.</summary>
    [Fact]
    public void EverySecretField_IsMarkedSensitive()
    {
        string[] secretWords = ["password", "access_token", "refresh_token", "checkout_url", "master_playlist_url"];
        var unmarked = AllServices.Select(s => s.File).Distinct().SelectMany(f => f.MessageTypes).SelectMany(m => m.Fields.InDeclarationOrder())
            .Where(f => f.FieldType == FieldType.String && secretWords.Contains(f.Name) && f.GetOptions()?.GetExtension(OptionsExtensions.Sensitive) != true);
        Assert.Empty(unmarked.Select(f => f.FullName));
    }
}

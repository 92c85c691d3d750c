using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application;

/// <summary>Where the present call comes from; the doors tell. Empty for jobs.</summary>
[Registered(ServiceLifetime.Scoped)]
public sealed class CallOrigin
{
    private const int MaximumUserAgent = 200;
    private const int NetworkBitsOfV4 = 24;
    private const int NetworkBitsOfV6 = 48;
    private const int CountedBitsOfV6 = 64;

    /// <summary>The caller's address; for counting only, it is stored nowhere in plain.</summary>
    public IPAddress? Address { get; private set; }

    /// <summary>Roughly where the caller is: the first 24 bits of an IPv4 address, 48 of an IPv6 address.</summary>
    public string Network { get; private set; } = "";

    /// <summary>
    /// Who shares the caller's count of failed attempts: the IPv4 address, or the /64 of IPv6, which one customer holds. Stored only as a keyed hash.
    /// </summary>
    public string CountedNetwork =>
        Address switch
        {
            null => "",
            { AddressFamily: AddressFamily.InterNetwork } => Address.ToString(),
            _ => Masked(Address, CountedBitsOfV6),
        };

    /// <summary>What the caller's program calls itself.</summary>
    public string UserAgent { get; private set; } = "";

    /// <summary>Says where the call comes from.</summary>
    public void Set(IPAddress? address, string userAgent)
    {
        Address = address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
        Network = Address is null ? "" : NetworkOf(Address);
        UserAgent = userAgent.Length > MaximumUserAgent ? userAgent[..MaximumUserAgent] : userAgent;
    }

    private static string NetworkOf(IPAddress address) =>
        Masked(address, address.AddressFamily == AddressFamily.InterNetwork ? NetworkBitsOfV4 : NetworkBitsOfV6);

    private static string Masked(IPAddress address, int bits)
    {
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(bits / 8).Clear();
        return $"{new IPAddress(bytes)}/{bits}";
    }
}

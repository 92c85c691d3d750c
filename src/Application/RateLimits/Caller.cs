using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ESchool.Application.RateLimits;

/// <summary>Whom a rate is counted for: a user, or a network address.</summary>
public readonly record struct Caller
{
    private readonly bool isUser;
    private readonly UInt128 number;

    private Caller(bool isUser, UInt128 number)
    {
        this.isUser = isUser;
        this.number = number;
    }

    /// <summary>A user.</summary>
    public static Caller Of(Guid userId)
    {
        Span<byte> bytes = stackalloc byte[16];
        userId.TryWriteBytes(bytes);
        return new Caller(isUser: true, BinaryPrimitives.ReadUInt128BigEndian(bytes));
    }

    /// <summary>An address; of IPv6 only the first 64 bits, because a whole /64 belongs to one customer. Null is an address like any other.</summary>
    public static Caller Of(IPAddress? address)
    {
        Span<byte> bytes = stackalloc byte[16];
        if (address is { IsIPv4MappedToIPv6: true })
        {
            address = address.MapToIPv4();
        }

        if (address is not null && address.TryWriteBytes(bytes, out _) && address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            bytes[8..].Clear();

            // No IPv4 address looks like this.
            bytes[15] = 64;
        }

        return new Caller(isUser: false, BinaryPrimitives.ReadUInt128BigEndian(bytes));
    }

    /// <summary>True when a user is meant.</summary>
    public bool IsUser => isUser;

    /// <summary>A short name that no other caller has.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(isUser ? 'u' : 'a')}{number:x32}");
}

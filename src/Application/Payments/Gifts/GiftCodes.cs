using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Payments.Gifts;

/// <summary>The codes of gifts: whoever has one redeems the gift. They are sealed with the school's key, so nobody makes one up, and none is kept.</summary>
[Registered(ServiceLifetime.Singleton)]
public sealed class GiftCodes(SealedTokens tokens, IOptions<PublicOptions> addresses)
{
    private const string Purpose = "gift";

    /// <summary>The address that redeems a gift.</summary>
    public Uri LinkOf(Guid orderId) => new(addresses.Value.WebUrl, $"redeem-gift?code={tokens.Create(Purpose, new Content(orderId))}");

    /// <summary>The order of a code; null when it is none of ours.</summary>
    public Guid? OrderOf(string code) => tokens.Read<Content>(Purpose, code)?.OrderId;

    private sealed record Content(Guid OrderId);
}

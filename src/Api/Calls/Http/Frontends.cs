using ESchool.Api.Calls.Wire;
using ESchool.Application;
using FluentValidation;
using Microsoft.Extensions.Options;

namespace ESchool.Api.Calls.Http;

/// <summary>
/// The frontends that browsers may be sent to: after a payment, from Stripe's pages, by a link. Anything else would make the school lend its good name to
/// whoever asks (an open redirect). They are the origin of <c>Public:WebUrl</c>, those that may call (<c>Calls:AllowedOrigins</c>) and
/// <c>Public:ReturnOrigins</c>.
/// </summary>
internal sealed class Frontends(IOptions<PublicOptions> addresses, IOptions<CallOptions> calls)
{
    private const int MaximumLength = 2048;

    private readonly HashSet<string> origins = new(
        [.. calls.Value.OriginsWith(addresses.Value), .. addresses.Value.ReturnOrigins],
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>True for an address of one of them. Browsers and libraries read odd spellings differently, so those are none.</summary>
    public bool Own(string url) =>
        url.Length <= MaximumLength
        && !url.AsSpan().ContainsAnyExceptInRange('!', '~')
        && !url.Contains('\\', StringComparison.Ordinal)
        && Uri.TryCreate(url.Replace("{CHECKOUT_SESSION_ID}", "id", StringComparison.Ordinal), UriKind.Absolute, out var uri)
        && uri.UserInfo.Length == 0
        && origins.Contains(uri.GetLeftPart(UriPartial.Authority))
        && url.StartsWith($"{uri.Scheme}://", StringComparison.OrdinalIgnoreCase);
}

/// <summary>The rule of addresses a browser is sent to.</summary>
internal static class FrontendRules
{
    public static IRuleBuilderOptions<T, string> MustBeOn<T>(this IRuleBuilder<T, string> rule, Frontends frontends) =>
        rule.Must(frontends.Own)
            .WithFault(FieldFaults.OfForm)
            .WithMessage("must be an http or https address of one of this school's frontends, without a user name.");
}

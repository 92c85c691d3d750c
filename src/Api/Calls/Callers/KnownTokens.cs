using ESchool.Application.Identity.Sessions;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ESchool.Api.Calls.Callers;

/// <summary>
/// Validates access tokens, and remembers those that were valid: checking a signature costs more than most calls. Only what cannot change is
/// remembered. Expiry is looked at with every call, and so is whether the session was ended (<see cref="RevokedSessions"/>).
/// </summary>
internal sealed class KnownTokens : JsonWebTokenHandler, IDisposable
{
    /// <summary>Some kilobytes each. Beyond this many, the oldest are validated anew.</summary>
    private const int Capacity = 20_000;

    private readonly MemoryCache known = new(new MemoryCacheOptions { SizeLimit = Capacity });
    private readonly AccessTokens tokens;

    public KnownTokens(AccessTokens tokens)
    {
        this.tokens = tokens;
        MapInboundClaims = false;
    }

    public override async Task<TokenValidationResult> ValidateTokenAsync(string token, TokenValidationParameters validationParameters)
    {
        if (known.TryGetValue(token, out TokenValidationResult? valid) && tokens.IsCurrent(valid!.SecurityToken.ValidTo))
        {
            return valid;
        }

        var result = await base.ValidateTokenAsync(token, validationParameters);
        if (result.IsValid)
        {
            known.Set(
                token,
                result,
                new MemoryCacheEntryOptions { Size = 1, AbsoluteExpiration = new DateTimeOffset(result.SecurityToken.ValidTo) + AccessTokens.ClockSkew }
            );
        }

        return result;
    }

    public void Dispose() => known.Dispose();
}

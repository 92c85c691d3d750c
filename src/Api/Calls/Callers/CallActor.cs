using System.Security.Claims;
using ESchool.Application.Identity.Sessions;
using ESchool.Domain;
using Grpc.Core;
using Microsoft.IdentityModel.JsonWebTokens;

namespace ESchool.Api.Calls.Callers;

/// <summary>Who makes a call.</summary>
internal static class CallActor
{
    /// <summary>The caller, or null without a valid token.</summary>
    public static Actor? FindActor(this ServerCallContext context)
    {
        var user = context.GetHttpContext().User;
        return user.Identity?.IsAuthenticated == true ? AccessTokens.ActorOf(user) : null;
    }

    /// <summary>The caller of an rpc whose policy asks for one; the anonymous actor otherwise.</summary>
    public static Actor Actor(this ServerCallContext context) => context.FindActor() ?? Domain.Actor.Anonymous;

    /// <summary>When the caller's token expires; streams end then.</summary>
    public static DateTimeOffset TokenExpiry(this ServerCallContext context) =>
        long.TryParse(context.GetHttpContext().User.FindFirstValue(JwtRegisteredClaimNames.Exp), out var seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : DateTimeOffset.MinValue;
}

using ESchool.Api.Calls.Wire;
using ESchool.Application.Identity.Accounts;
using ESchool.Application.Identity.Sessions;
using ESchool.Domain.Identity;
using Grpc.Core;
using Wire = ESchool.Contracts.Identity.V1;

namespace ESchool.Api.Identity;

internal static class IdentityMapping
{
    public static Wire.User ToWire(this User user) =>
        new()
        {
            Name = $"users/{user.Id}",
            Email = user.Email,
            DisplayName = user.DisplayName,
            TimeZone = user.TimeZone,
            Locale = user.Locale,
            HasPassword = user.PasswordHash is not null,
            Roles = { user.Roles.ToWire() },
            CreateTime = user.CreatedAt.ToWire(),
            DeleteTime = user.DeleteAt.ToWire(),
        };

    public static Wire.User ToWire(this UserProfile profile)
    {
        var wire = profile.User.ToWire();
        wire.TotpEnabled = profile.TotpEnabled;
        wire.AvatarUrl = profile.AvatarUrl;
        return wire;
    }

    public static Wire.Session ToWire(this SessionTokens tokens) =>
        new()
        {
            AccessToken = tokens.AccessToken,
            AccessTokenExpireTime = tokens.AccessTokenExpiresAt.ToWire(),
            RefreshToken = tokens.RefreshToken,
            RefreshTokenExpireTime = tokens.RefreshTokenExpiresAt.ToWire(),
            User = tokens.User.ToWire(),
            DeviceToken = tokens.DeviceToken,
        };

    /// <summary>A session, or a challenge: exactly one of the two is there.</summary>
    public static (Wire.Session? Session, Wire.SecondFactorChallenge? Challenge) ToWire(
        this SignInOutcome outcome,
        ServerCallContext context,
        Wire.TokenDelivery delivery
    ) =>
        outcome switch
        {
            SignInOutcome.Opened opened => (context.Deliver(opened.Tokens, delivery), null),
            SignInOutcome.Challenged challenged => (
                null,
                new Wire.SecondFactorChallenge { Challenge = challenged.Challenge, ExpireTime = challenged.ExpiresAt.ToWire() }
            ),
            _ => throw new InvalidOperationException($"{outcome} is not known."),
        };

    public static Wire.SignedInDevice ToWire(this Session session, Guid currentSessionId) =>
        new()
        {
            Name = $"sessions/{session.Id}",
            Current = session.Id == currentSessionId,
            UserAgent = session.UserAgent,
            Network = session.Network,
            Method = (Wire.AuthenticationMethod)session.Method,
            SecondFactor = session.SecondFactorAt is not null,
            SignInTime = session.CreatedAt.ToWire(),
            LastUseTime = session.LastUsedAt.ToWire(),
        };

    public static Wire.DataExport ToWire(this DataExport export, string downloadUrl) =>
        new()
        {
            Name = $"dataExports/{export.Id}",
            State = (Wire.DataExport.Types.State)export.State,
            CreateTime = export.RequestedAt.ToWire(),
            ExpireTime = export.ExpiresAt.ToWire(),
            SizeBytes = export.SizeBytes,
            DownloadUrl = downloadUrl,
        };
}

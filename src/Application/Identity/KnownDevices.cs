using ESchool.Domain.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Identity;

/// <summary>What a device token holds, sealed.</summary>
/// <param name="UserId">Who signed in on it.</param>
/// <param name="DeviceId">The device.</param>
/// <param name="ExpiresAt">Until when it is known.</param>
public sealed record DeviceToken(Guid UserId, Guid DeviceId, DateTimeOffset ExpiresAt);

/// <summary>
/// Tokens that a device gets when it signs in and sends along when it signs in again (OWASP, device cookies): whoever holds one is counted alone, so that
/// strangers' failures do not delay them. A token opens nothing. Several people may share a device: their tokens stand in one text, the latest first.
/// </summary>
[Registered(ServiceLifetime.Singleton)]
public sealed class KnownDevices(SealedTokens tokens, IOptions<IdentityOptions> options, TimeProvider clock)
{
    private const string Purpose = "identity.device";
    private const char Separator = '.';

    /// <summary>So many people of one device are remembered.</summary>
    private const int MaximumPeople = 5;

    /// <summary>The device of a user, as its token says.</summary>
    /// <returns>Null when the device has not signed the user in before, or too long ago.</returns>
    public Guid? Find(Guid userId, string deviceToken) => Read(deviceToken).FirstOrDefault(one => one.Content.UserId == userId).Content?.DeviceId;

    /// <summary>Makes the token that the device keeps from now on.</summary>
    /// <param name="session">The session that was opened or used on it.</param>
    /// <param name="present">The token it has; empty for none. Those of other people stay in it.</param>
    public string Issue(Session session, string present)
    {
        var own = tokens.Create(Purpose, new DeviceToken(session.UserId, session.DeviceId, clock.GetUtcNow() + options.Value.KnownDeviceLifetime));
        return string.Join(
            Separator,
            Read(present).Where(one => one.Content.UserId != session.UserId).Select(one => one.Text).Prepend(own).Take(MaximumPeople)
        );
    }

    private IEnumerable<(string Text, DeviceToken Content)> Read(string deviceToken)
    {
        var now = clock.GetUtcNow();
        foreach (var text in deviceToken.Split(Separator, MaximumPeople + 1, StringSplitOptions.RemoveEmptyEntries).Take(MaximumPeople))
        {
            if (tokens.Read<DeviceToken>(Purpose, text) is { } content && content.ExpiresAt > now)
            {
                yield return (text, content);
            }
        }
    }
}

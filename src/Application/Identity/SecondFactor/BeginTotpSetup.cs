using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;
using OtpNet;

namespace ESchool.Application.Identity.SecondFactor;

/// <summary>The secret an authenticator app is set up with.</summary>
/// <param name="Secret">In base 32, for typing.</param>
/// <param name="OtpauthUrl">As an address, for a QR code.</param>
public sealed record TotpSetup(string Secret, string OtpauthUrl);

/// <summary>Begins to set up an authenticator app. Begun again, the secret of before counts for nothing.</summary>
public sealed class BeginTotpSetup(SchoolDbContext db, SecondFactors factors)
{
    private const string Issuer = "E-School";

    /// <summary>Makes the secret.</summary>
    /// <exception cref="DomainException"><c>TOTP_ENABLED</c>.</exception>
    public async Task<TotpSetup> ExecuteAsync(Actor actor, CancellationToken cancellationToken)
    {
        var factor = await db.TotpFactors.SingleOrDefaultAsync(f => f.UserId == actor.UserId, cancellationToken);
        if (factor?.ConfirmedAt is not null)
        {
            throw new DomainException(IdentityReasons.TotpEnabled, "An authenticator app is set up already; disable it first.");
        }

        var secret = SecondFactors.CreateSecret();
        if (factor is null)
        {
            db.TotpFactors.Add(new TotpFactor(actor.UserId, factors.Seal(secret)));
        }
        else
        {
            factor.Begin(factors.Seal(secret));
        }

        var email = await db.Users.Where(u => u.Id == actor.UserId).Select(u => u.Email).SingleAsync(cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return new TotpSetup(Base32Encoding.ToString(secret), new OtpUri(OtpType.Totp, secret, email, Issuer).ToString());
    }
}

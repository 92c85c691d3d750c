using ESchool.Application.Identity.Accounts;
using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Notifications.Emails;

/// <summary>Tells the owner of an address that somebody tried to register it again; the caller of Register is told nothing.</summary>
public sealed class SendAddressKnownEmail(SchoolDbContext db, MailSender mail, MailCodes codes, IOptions<PublicOptions> addresses)
    : IHandle<AddressKnownEmailWork>
{
    Task IHandle<AddressKnownEmailWork>.HandleAsync(AddressKnownEmailWork work, CancellationToken cancellationToken) =>
        ExecuteAsync(work.UserId, work.RegistrationId, cancellationToken);

    /// <summary>Sends it.</summary>
    /// <param name="userId">The owner.</param>
    /// <param name="registrationId">The request whose code the subject begins with.</param>
    /// <param name="cancellationToken">Stops sending.</param>
    public async Task ExecuteAsync(Guid userId, Guid registrationId, CancellationToken cancellationToken)
    {
        var user = await db.Users.AsNoTracking().SingleAsync(u => u.Id == userId, cancellationToken);
        await mail.SendAsync(
            new Mail(
                user.EmailNormalized,
                MailText.NameOf(user.DisplayName),
                $"{codes.CodeOf(registrationId)}: you have an account already",
                $"""
                {MailText.Greeting(user.DisplayName)}

                somebody, perhaps you, tried to register at E-School with this address. {WhatIsThere(user)}

                If it was not you, nothing needs to be done.
                """
            ),
            cancellationToken
        );
    }

    /// <summary>Only its owner reads this: it may say what nobody else is told of the account.</summary>
    private string WhatIsThere(User user) =>
        user switch
        {
            { MergedInto: not null } => "Your account with this address was merged into your other one, and is closed; sign in with the address of that one.",
            { SuspendedAt: not null } => "You have an account already, but it is suspended; write to us if you do not know why.",
            _ => $"You have an account already; sign in here:\n\n{new Uri(addresses.Value.WebUrl, "sign-in")}",
        };
}

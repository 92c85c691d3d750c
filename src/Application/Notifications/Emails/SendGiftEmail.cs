using ESchool.Application.Identity.Accounts;
using ESchool.Application.Payments.Gifts;
using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Domain.Identity;
using ESchool.Domain.Payments.Checkout;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Notifications.Emails;

/// <summary>Sends a gift to whom it is meant for.</summary>
public sealed class SendGiftEmail(SchoolDbContext db, MailSender mail, MailBudget budget, GiftCodes codes) : IHandle<GiftEmailWork>
{
    Task IHandle<GiftEmailWork>.HandleAsync(GiftEmailWork work, CancellationToken cancellationToken) => ExecuteAsync(work.OrderId, cancellationToken);

    /// <summary>Sends it, unless it was redeemed or given back meanwhile.</summary>
    /// <exception cref="MailBudgetSpentException">The recipient has had too many mails lately.</exception>
    public async Task ExecuteAsync(Guid orderId, CancellationToken cancellationToken)
    {
        var row = await (
            from order in db.Orders
            join gift in db.Gifts on order.Id equals gift.OrderId
            join giver in db.Users on order.StudentId equals giver.Id
            where order.Id == orderId && order.State == OrderState.Paid && gift.RedeemedBy == null && gift.RecipientEmail != ""
            select new
            {
                order.Title,
                gift.RecipientEmail,
                gift.Message,
                giver.DisplayName,
            }
        ).SingleOrDefaultAsync(cancellationToken);
        if (row is null)
        {
            return;
        }

        // It is paid for, so it waits instead of being left out.
        if (!await budget.TakeAsync(row.RecipientEmail, MailRoom.Others, cancellationToken))
        {
            throw new MailBudgetSpentException();
        }

        var from = MailText.NameOf(row.DisplayName) is { Length: > 0 } name ? name : "Somebody";
        await mail.SendAsync(
            new Mail(
                User.NormalizeEmail(row.RecipientEmail),
                "",
                $"{from} gives you a course",
                $"""
                Hello,

                {from} gives you the course "{MailText.LineOf(row.Title)}" at E-School. Open this page to begin; you need an account, which is free:

                {codes.LinkOf(orderId)}

                {MailText.WordsOf(row.Message)}
                """.TrimEnd()
            ),
            cancellationToken
        );
    }
}

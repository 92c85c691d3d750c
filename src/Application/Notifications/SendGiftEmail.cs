using ESchool.Application.Payments;
using ESchool.Data;
using ESchool.Domain.Payments;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Notifications;

/// <summary>Sends a gift to whom it is meant for.</summary>
public sealed class SendGiftEmail(SchoolDbContext db, MailSender mail, GiftCodes codes)
{
    /// <summary>Sends it, unless it was redeemed or given back meanwhile.</summary>
    public async Task ExecuteAsync(Guid orderId, CancellationToken cancellationToken)
    {
        var row = await (from order in db.Orders
                         join gift in db.Gifts on order.Id equals gift.OrderId
                         join giver in db.Users on order.StudentId equals giver.Id
                         where order.Id == orderId && order.State == OrderState.Paid && gift.RedeemedBy == null && gift.RecipientEmail != ""
                         select new { order.Title, gift.RecipientEmail, gift.Message, giver.DisplayName }).SingleOrDefaultAsync(cancellationToken);
        if (row is null)
        {
            return;
        }

        await mail.SendAsync(
            new Mail(
                row.RecipientEmail, "", $"{row.DisplayName} gives you a course",
                $"""
                Hello,

                {row.DisplayName} gives you the course "{row.Title}" at E-School. Open this page to begin; you need an account, which is free:

                {codes.LinkOf(orderId)}

                {row.Message}
                """.TrimEnd()),
            cancellationToken);
    }
}

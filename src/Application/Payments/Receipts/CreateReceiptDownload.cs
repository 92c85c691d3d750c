using ESchool.Application.Payments.Checkout;
using ESchool.Application.Storage;
using ESchool.Application.Typesetting;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Payments;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ESchool.Application.Payments.Receipts;

/// <summary>
/// Makes the receipt of a paid order as PDF, as things stand now, and signs an address for it. The file is forgotten after a day; it can be made again.
/// </summary>
public sealed class CreateReceiptDownload(
    SchoolDbContext db,
    GetOrder orders,
    DocumentPdf pdf,
    ObjectStorage storage,
    IOptions<ReceiptOptions> options,
    TimeProvider clock
)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    /// <summary>Makes it.</summary>
    /// <param name="actor">Who paid.</param>
    /// <param name="orderId">The order.</param>
    /// <param name="cancellationToken">Stops before the file is stored.</param>
    /// <returns>Where to download it, and until when.</returns>
    /// <exception cref="DomainException"><c>ORDER_NOT_FOUND</c>, <c>ORDER_NOT_PAID</c>, <c>DEPENDENCY_UNAVAILABLE</c>.</exception>
    public async Task<(string Url, DateTimeOffset ExpiresAt)> ExecuteAsync(Actor actor, Guid orderId, CancellationToken cancellationToken)
    {
        var order = await orders.OwnAsync(actor, orderId, cancellationToken);
        if (order.PaidAt is null)
        {
            throw new DomainException(PaymentReasons.OrderNotPaid, "The order is {state}.", ("state", order.State));
        }

        var payer = await db.Users.Where(u => u.Id == actor.UserId).Select(u => new { u.DisplayName, u.Email }).SingleAsync(cancellationToken);
        var receipt = new Receipt(order, payer.DisplayName, payer.Email, [.. options.Value.Seller]);
        var file = pdf.Draw(pages => new ReceiptComposition(pages).Compose(receipt), $"Receipt {order.Id}", order.Title, clock.GetUtcNow());
        var key = $"{ObjectStorage.Departures}{actor.UserId}/{Guid.CreateVersion7()}.pdf";
        await storage.UploadAsync(storage.DocumentsBucket, key, file, "application/pdf", cancellationToken);
        return storage.SignGet(storage.DocumentsBucket, key, Lifetime, $"receipt-{order.Id}.pdf");
    }
}

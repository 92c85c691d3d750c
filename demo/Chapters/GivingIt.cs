using ESchool.Contracts.Administration.V1;
using ESchool.Contracts.Learning.V1;
using ESchool.Contracts.Payments.V1;
using ESchool.Demo.Props;

namespace ESchool.Demo.Chapters;

/// <summary>The student gives the course to a friend, who redeems it; the administrator gives the money back, and the ledger still balances.</summary>
public static class GivingIt
{
    public static async Task PlayAsync(Cast cast)
    {
        var (gifts, orders) = (new GiftService.GiftServiceClient(cast.Channel), new OrderService.OrderServiceClient(cast.Channel));
        var gift = await BuyAsync(cast, gifts, orders);
        await cast.Friend.RegisterAsync(cast.Mailbox);
        var code = await cast.Mailbox.FindGiftCodeAsync(cast.Friend.Email);
        var redeemed = await gifts.RedeemGiftAsync(new RedeemGiftRequest { Code = code }, cast.Friend.Headers);
        cast.Narrator.Step($"the payment arrived, {cast.Friend.Name} got an e-mail with a link, registered and redeemed it: {redeemed.Enrollment}");

        var receipt = await orders.CreateReceiptDownloadAsync(new CreateReceiptDownloadRequest { Name = gift.Name }, cast.Student.Headers);
        var path = Path.Combine(cast.OutputFolder, "receipt.pdf");
        await File.WriteAllBytesAsync(path, await cast.Http.GetByteArrayAsync(new Uri(receipt.Url)));
        cast.Narrator.Step($"she downloaded her receipt: {path}");

        await GiveBackAsync(cast, orders, gift);
        var enrollment = (
            await new LearningService.LearningServiceClient(cast.Channel).GetEnrollmentAsync(
                new GetEnrollmentRequest { Name = redeemed.Enrollment },
                cast.Friend.Headers
            )
        ).Enrollment;
        cast.Narrator.Step(
            enrollment.State == Enrollment.Types.State.Ended
                ? "her friend's access has ended with it"
                : throw new StoryException("The friend still has access.")
        );
        var ledger = await new AdministrationService.AdministrationServiceClient(cast.Channel).VerifyLedgerAsync(new VerifyLedgerRequest(), cast.Admin.Headers);
        cast.Narrator.Step(
            ledger.Balanced ? "VerifyLedger: balanced" : throw new StoryException($"The ledger is not balanced: {string.Join(" ", ledger.Findings)}")
        );
    }

    private static async Task<Order> BuyAsync(Cast cast, GiftService.GiftServiceClient gifts, OrderService.OrderServiceClient orders)
    {
        var checkout = await gifts.StartGiftCheckoutAsync(
            new StartGiftCheckoutRequest
            {
                RequestId = Guid.NewGuid().ToString(),
                Course = cast.Course,
                RecipientEmail = cast.Friend.Email,
                Message = "You will like this.",
                SuccessUrl = "http://127.0.0.1:3000/thanks?session={CHECKOUT_SESSION_ID}",
                CancelUrl = "http://127.0.0.1:3000/courses",
                AcceptedTerms = "2026-11",
            },
            cast.Student.Headers
        );
        await StripePage.PayAsync(cast.Http, new Uri(checkout.CheckoutUrl), cast.Student);
        cast.Narrator.Step($"{cast.Student.Name} bought the course once more, for {cast.Friend.Name}");
        return await Polling.UntilAsync(
            "The payment of the gift",
            TimeSpan.FromSeconds(60),
            async () =>
                (await orders.GetOrderAsync(new GetOrderRequest { Name = checkout.Order.Name }, cast.Student.Headers)).Order
                    is { State: Order.Types.State.Paid } paid
                    ? paid
                    : null
        );
    }

    private static async Task GiveBackAsync(Cast cast, OrderService.OrderServiceClient orders, Order gift)
    {
        var refund = (
            await new RefundService.RefundServiceClient(cast.Channel).IssueRefundAsync(
                new IssueRefundRequest
                {
                    RequestId = Guid.NewGuid().ToString(),
                    Name = gift.Name,
                    Reason = "He had it already.",
                },
                cast.Admin.Headers
            )
        ).Refund;
        await Polling.UntilAsync(
            "The refund",
            TimeSpan.FromSeconds(60),
            async () =>
                (await orders.GetOrderAsync(new GetOrderRequest { Name = gift.Name }, cast.Student.Headers)).Order is { State: Order.Types.State.Refunded } back
                    ? back
                    : null
        );
        cast.Narrator.Step($"the administrator gave it back: Stripe made {refund.Name}, the order is REFUNDED");
    }
}

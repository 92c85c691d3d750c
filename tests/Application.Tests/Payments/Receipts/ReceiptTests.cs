using ESchool.Application.Payments.Checkout;
using ESchool.Application.Payments.Quotes;
using ESchool.Application.Payments.Receipts;
using ESchool.Application.Tests.Payments.Checkout;
using ESchool.Domain;
using ESchool.Domain.Payments;
using ESchool.Domain.Payments.Checkout;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using UglyToad.PdfPig;

namespace ESchool.Application.Tests.Payments.Receipts;

public sealed class ReceiptTests : IAsyncLifetime
{
    private static readonly HttpClient Http = new();

    private TestSchool school = null!;
    private StripeEmulator stripe = null!;

    public async ValueTask InitializeAsync()
    {
        school = await TestSchool.OpenAsync(("Receipts:Seller:0", "E-School GmbH, Berlin"), ("Receipts:Seller:1", "VAT ID DE123456789"));
        await school.PrepareStorageAsync();
        stripe = new StripeEmulator(school.Database);
    }

    public async ValueTask DisposeAsync()
    {
        stripe.Dispose();
        await school.DisposeAsync();
    }

    [Fact]
    public async Task AReceipt_ShowsWhatWasPaid_ToWhom_AndWhatWasGivenBack()
    {
        var order = await school.BuyAsync(stripe);
        var text = await ReadAsync(order);
        Assert.Contains("AdaLovelace", text, StringComparison.Ordinal);
        Assert.Contains(order.Id.ToString()[^12..], text, StringComparison.Ordinal);
        Assert.Contains("Paid49.00EUR", text, StringComparison.Ordinal);
        Assert.Contains("SchoolGmbH,BerlinVATIDDE123456789", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Givenback", text, StringComparison.Ordinal);

        await school.GiveBackAsync(order, 1_900);
        var later = await ReadAsync(order);
        Assert.Contains("Givenback-19.00EUR", later, StringComparison.Ordinal);
        Assert.Contains("Kept30.00EUR", later, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Exclusive", "Net49.00EURTax9.31EURPaid58.31EUR", "Kept39.31EUR")]
    [InlineData("Inclusive", "Net41.18EURTax7.82EURPaid49.00EUR", "Kept30.00EUR")]
    public async Task AReceiptWithTax_ShowsNetTaxAndWhatWasPaid(string behavior, string paid, string kept)
    {
        await using var taxing = TestSchool.On(school.Database, ("Tax:Enabled", "true"), ("Tax:Behavior", behavior));
        var order = await taxing.BuyAsync(stripe, country: "DE");
        Assert.Contains(paid, await ReadAsync(order), StringComparison.Ordinal);
        await school.GiveBackAsync(order, 1_900);
        Assert.Contains(kept, await ReadAsync(order), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheReceiptOfABundle_ListsItsCourses()
    {
        var text = await ReadAsync(await school.BuyAsync(stripe, await school.BundleAsync(courses: 20)));
        Assert.Equal(20, text.Split("Compilersinan").Length - 1);
        Assert.Contains("Allaboutcompilers49.00EUR", text, StringComparison.Ordinal);
        Assert.Contains("SchoolGmbH,Berlin", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ThereIsNone_ForAnOrderThatIsNotPaid_OrSomebodyElses()
    {
        var (buyer, course) = (await school.StudentAsync(), await school.PublishedCourseAsync());
        var page = new CheckoutPage("https://eschool.test/thanks", "https://eschool.test/");
        var open = await school.DoAsync<StartCheckout, Order>(s =>
            s.ExecuteAsync(buyer, Guid.NewGuid(), ItemId.Course(course.Id), "", page, CancellationToken.None)
        );
        await Refused.WithAsync(PaymentReasons.OrderNotPaid, () => CreateAsync(buyer, open.Id));
        await Refused.WithAsync(PaymentReasons.OrderNotFound, async () => await CreateAsync(await school.StudentAsync(), open.Id));
    }

    private Task<(string Url, DateTimeOffset ExpiresAt)> CreateAsync(Actor actor, Guid orderId) =>
        school.DoAsync<CreateReceiptDownload, (string Url, DateTimeOffset ExpiresAt)>(c => c.ExecuteAsync(actor, orderId, CancellationToken.None));

    private async Task<string> ReadAsync(Order order)
    {
        var (url, expiresAt) = await CreateAsync(PaidOrders.BuyerOf(order), order.Id);
        Assert.True(expiresAt > school.Clock.GetUtcNow());
        using var pdf = PdfDocument.Open(await Http.GetByteArrayAsync(new Uri(url)));
        return Assert.Single(pdf.GetPages()).Text.Replace(" ", "", StringComparison.Ordinal);
    }
}

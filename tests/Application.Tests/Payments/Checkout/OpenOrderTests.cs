using ESchool.Application.Payments.Checkout;
using ESchool.Application.Payments.Quotes;
using ESchool.Domain.Payments.Checkout;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Payments.Checkout;

public sealed class OpenOrderTests(SchoolFixture fixture) : IClassFixture<SchoolFixture>
{
    private readonly TestSchool school = fixture.School;

    [Fact]
    public async Task CheckoutsInManyWindows_AreOneOrder_PaidOnce()
    {
        var course = await school.PublishedCourseAsync();
        var student = await school.StudentAsync();
        var page = new CheckoutPage("https://eschool.test/thanks", "https://eschool.test/");
        var orders = await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(_ =>
                    Record
                        .ExceptionAsync(() =>
                            school.DoAsync<StartCheckout, Order>(s =>
                                s.ExecuteAsync(student, Guid.NewGuid(), ItemId.Course(course.Id), "", page, CancellationToken.None)
                            )
                        )
                        .AsTask()
                )
        );
        Assert.Contains(orders, fault => fault is null);
        var order = await school.DoAsync<StartCheckout, Order>(s =>
            s.ExecuteAsync(student, Guid.NewGuid(), ItemId.Course(course.Id), "", page, CancellationToken.None)
        );
        Assert.NotNull(order.CheckoutUrl);
        Assert.Equal(order.Id, await school.ReadAsync(db => db.Orders.Where(o => o.StudentId == student.UserId).Select(o => o.Id).SingleAsync()));
    }
}

using ESchool.Application.Catalog.Bundles;
using ESchool.Application.Payments.Checkout;
using ESchool.Application.Payments.Quotes;
using ESchool.Domain;
using ESchool.Domain.Learning;
using ESchool.Domain.Payments.Checkout;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Payments.Checkout;

/// <summary>A bundle on sale, and the courses it is of.</summary>
internal sealed record TestBundle(Guid Id, IReadOnlyList<PublishedTestCourse> Courses)
{
    public Actor Instructor => Courses[0].Instructor;
}

/// <summary>What tests of bundles do over and over.</summary>
internal static class SoldBundles
{
    private static readonly CheckoutPage Page = new("https://eschool.test/thanks", "https://eschool.test/");

    /// <summary>A bundle of new courses of EUR 49.00 each, for EUR 49.00 unless the test says otherwise.</summary>
    public static async Task<TestBundle> BundleAsync(this TestSchool school, int courses = 3, params Money[] prices)
    {
        var made = new List<PublishedTestCourse>();
        for (var i = 0; i < courses; i++)
        {
            made.Add(await school.PublishedCourseAsync(instructor: made.FirstOrDefault()?.Instructor));
        }

        return await school.BundleAsync(made, prices);
    }

    /// <summary>A bundle of courses that are there.</summary>
    public static async Task<TestBundle> BundleAsync(this TestSchool school, IReadOnlyList<PublishedTestCourse> courses, params Money[] prices)
    {
        Money[] costs = prices.Length > 0 ? prices : [new Money(4_900, "EUR")];
        var made = await school.DoAsync<CreateBundle, OfferedBundle>(c =>
            c.ExecuteAsync(courses[0].Instructor, "All about compilers", [.. courses.Select(course => course.Id)], costs, CancellationToken.None)
        );
        return new TestBundle(made.Bundle.Id, courses);
    }

    public static Task<Order> StartAsync(
        this TestSchool school,
        Actor student,
        TestBundle bundle,
        string coupon = "",
        Guid? requestId = null,
        string currency = ""
    ) =>
        school.DoAsync<StartCheckout, Order>(s =>
            s.ExecuteAsync(student, requestId ?? Guid.NewGuid(), ItemId.Bundle(bundle.Id), coupon, Page with { Currency = currency }, CancellationToken.None)
        );

    /// <summary>A bundle bought and paid at Stripe, and booked.</summary>
    public static async Task<Order> BuyAsync(
        this TestSchool school,
        StripeEmulator stripe,
        TestBundle bundle,
        Actor? student = null,
        bool isSettled = true,
        string coupon = "",
        string country = ""
    )
    {
        var order = await school.StartAsync(student ?? await school.StudentAsync(), bundle, coupon);
        Assert.Equal(303, await stripe.PayAsync(order.CheckoutUrl!, country: country));
        if (isSettled)
        {
            await school.SettleAsync(order);
        }

        return await school.OrderAsync(order.Id);
    }

    /// <summary>Which courses a student may learn in.</summary>
    public static Task<List<Guid>> LiveCoursesAsync(this TestSchool school, Guid studentId) =>
        school.ReadAsync(db =>
            db.Enrollments.Where(e => e.StudentId == studentId && e.State == EnrollmentState.Active)
                .OrderBy(e => e.CourseId)
                .Select(e => e.CourseId)
                .ToListAsync()
        );
}

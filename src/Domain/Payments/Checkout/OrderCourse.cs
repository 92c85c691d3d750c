namespace ESchool.Domain.Payments.Checkout;

/// <summary>A bundle as it is sold.</summary>
/// <param name="BundleId">The bundle.</param>
/// <param name="Courses">Its courses, in their order.</param>
public sealed record SoldBundle(Guid BundleId, IReadOnlyList<SoldCourse> Courses);

/// <summary>A course of a bundle as it is sold.</summary>
/// <param name="CourseId">The course.</param>
/// <param name="Title">Its title.</param>
public sealed record SoldCourse(Guid CourseId, string Title);

/// <summary>A course of an order of a bundle.</summary>
public sealed class OrderCourse
{
    private OrderCourse() { }

    internal OrderCourse(Guid orderId, SoldCourse course, int position)
    {
        OrderId = orderId;
        CourseId = course.CourseId;
        Title = course.Title;
        Position = position;
    }

    /// <summary>The order.</summary>
    public Guid OrderId { get; private set; }

    /// <summary>The course.</summary>
    public Guid CourseId { get; private set; }

    /// <summary>Its title when it was ordered.</summary>
    public string Title { get; private set; } = "";

    /// <summary>Its place in the bundle, counted from 1.</summary>
    public int Position { get; private set; }

    /// <summary>The enrollment it made; null before the order was paid.</summary>
    public Guid? EnrollmentId { get; private set; }

    /// <summary>The order was paid. Done again it changes nothing.</summary>
    /// <param name="enrollmentId">The enrollment that was made for the course.</param>
    public void Deliver(Guid enrollmentId) => EnrollmentId = enrollmentId;
}

using ESchool.Domain.Payments.Checkout;

namespace ESchool.Domain.Memberships;

/// <summary>What a member watched of a course in a month.</summary>
/// <param name="CourseId">The course.</param>
/// <param name="InstructorId">Whose.</param>
/// <param name="Seconds">Seconds of video that were newly credited.</param>
public sealed record WatchedCourse(Guid CourseId, Guid InstructorId, long Seconds);

/// <summary>
/// A month of a paid membership. When it is over its money is divided by what its member watched in it: a part is the platform's, the rest goes to the courses,
/// each by its seconds. Everything the division was made from is kept, so that it can be made again.
/// </summary>
public sealed class MembershipMonth
{
    private readonly List<MembershipShare> shares = [];

    private MembershipMonth() { }

    internal MembershipMonth(Order order, ServiceDays days, long minorUnits)
    {
        Id = Guid.CreateVersion7(order.CreatedAt);
        OrderId = order.Id;
        StudentId = order.StudentId;
        FirstDay = days.First;
        EndDay = days.End;
        MinorUnits = minorUnits;
        Currency = order.Currency;
    }

    /// <summary>The month's id.</summary>
    public Guid Id { get; private set; }

    /// <summary>The order that paid for it.</summary>
    public Guid OrderId { get; private set; }

    /// <summary>The member.</summary>
    public Guid StudentId { get; private set; }

    /// <summary>Its first day, in UTC.</summary>
    public DateOnly FirstDay { get; private set; }

    /// <summary>The day after its last, in UTC.</summary>
    public DateOnly EndDay { get; private set; }

    /// <summary>What was paid for it, in minor units.</summary>
    public long MinorUnits { get; private set; }

    /// <summary>ISO 4217 code.</summary>
    public string Currency { get; private set; } = "";

    /// <summary>When it was divided; null before.</summary>
    public DateTimeOffset? DividedAt { get; private set; }

    /// <summary>What was divided, in minor units: what was paid for it, less what had gone back.</summary>
    public long DividedMinorUnits { get; private set; }

    /// <summary>What is the instructors' of it, in minor units.</summary>
    public long InstructorsMinorUnits { get; private set; }

    /// <summary>Who gets how much of it.</summary>
    public IReadOnlyList<MembershipShare> Shares => shares;

    /// <summary>Divides it.</summary>
    /// <param name="taken">What there is to divide, in minor units.</param>
    /// <param name="instructorBasisPoints">How much of it is the instructors', in basis points.</param>
    /// <param name="watched">What the member watched; nothing means that all of it is the platform's.</param>
    /// <param name="now">The present time.</param>
    public void Divide(long taken, int instructorBasisPoints, IReadOnlyCollection<WatchedCourse> watched, DateTimeOffset now)
    {
        var courses = watched.Where(course => course.Seconds > 0).OrderBy(course => course.CourseId).ToList();
        DividedAt = now;
        DividedMinorUnits = taken;
        InstructorsMinorUnits = courses.Count == 0 ? 0 : new Money(taken, Currency).Share(instructorBasisPoints).MinorUnits;
        var parts = LargestRemainder.Divide(InstructorsMinorUnits, courses.ConvertAll(course => course.Seconds));
        shares.AddRange(courses.Zip(parts, (course, part) => new MembershipShare(Id, course, part)));
    }
}

/// <summary>What a course gets of a month. Immutable.</summary>
public sealed class MembershipShare
{
    private MembershipShare() { }

    internal MembershipShare(Guid monthId, WatchedCourse course, long minorUnits)
    {
        MonthId = monthId;
        CourseId = course.CourseId;
        InstructorId = course.InstructorId;
        Seconds = course.Seconds;
        MinorUnits = minorUnits;
    }

    /// <summary>The month.</summary>
    public Guid MonthId { get; private set; }

    /// <summary>The course.</summary>
    public Guid CourseId { get; private set; }

    /// <summary>Whose it is.</summary>
    public Guid InstructorId { get; private set; }

    /// <summary>Seconds of it that were newly credited to the member in the month.</summary>
    public long Seconds { get; private set; }

    /// <summary>What it gets, in minor units.</summary>
    public long MinorUnits { get; private set; }
}

using ESchool.Application.Administration.Orders;
using ESchool.Application.Administration.People;
using ESchool.Application.Identity.Privacy;
using ESchool.Application.Tests.Payments;
using ESchool.Application.Tests.Payments.Checkout;
using ESchool.Domain;
using ESchool.Domain.Administration;
using ESchool.Domain.Identity;
using ESchool.Domain.Payments.Checkout;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Administration;

/// <summary>What staff have at hand about users and orders.</summary>
public sealed class UserRecordTests(SchoolFixture fixture) : IClassFixture<SchoolFixture>
{
    private readonly TestSchool school = fixture.School;

    [Fact]
    public async Task TheRecord_OfAStudent_HasWhatWasBoughtAndGivenBack()
    {
        using var stripe = new StripeEmulator(school.Database);
        var student = await school.StudentAsync();
        var (kept, refunded) = (await school.BuyAsync(stripe, student), await school.BuyAsync(stripe, student));
        await school.GiveBackAsync(refunded);
        var record = await RecordAsync(student.UserId);
        Assert.Equal((student.UserId, 1, 2), (record.Account.User.Id, record.OpenSessions, record.EnrollmentCount));
        Assert.Equal([refunded.Id, kept.Id], record.Orders.Select(o => o.Id));
        Assert.Equal([refunded.CourseId, kept.CourseId], record.Enrollments.Select(e => (Guid?)e.CourseId));
        Assert.Equal([new Spending(new Money(9_800, "EUR"), new Money(4_900, "EUR"), 2)], record.Spending);
        Assert.Empty(record.Balances);
        var instructor = await RecordAsync(kept.InstructorId!.Value);
        Assert.Equal((1, 3_920), (instructor.Courses, Assert.Single(instructor.Balances).Held.MinorUnits));
        await Refused.WithAsync(IdentityReasons.UserNotFound, () => RecordAsync(Guid.NewGuid()));
    }

    [Fact]
    public async Task TheRecord_ShowsTheNewest_AndTheRestIsReadPageByPage()
    {
        var student = await school.StudentAsync();
        var enrollments = new List<Guid>();
        for (var i = 0; i < 12; i++)
        {
            enrollments.Insert(0, await school.EnrollmentAsync(student, await school.PublishedCourseAsync()));
        }

        var record = await RecordAsync(student.UserId);
        Assert.Equal(12, record.EnrollmentCount);
        Assert.Equal(enrollments.Take(GetUserRecord.MostShown), record.Enrollments.Select(e => e.Id));
        var first = await ListAsync(null);
        var second = await ListAsync(first.Next);
        Assert.Equal(enrollments, first.Items.Concat(second.Items).Select(e => e.Id));
        Assert.Null(second.Next);

        Task<Page<EnrollmentRow>> ListAsync(string? after) =>
            school.DoAsync<ListUserEnrollments, Page<EnrollmentRow>>(l => l.ExecuteAsync(student.UserId, new PageRequest(7, after), CancellationToken.None));
    }

    [Fact]
    public async Task Notes_AreListedNewestFirst_Deleted_AndAuditedWithoutTheirWords()
    {
        var (admin, user) = (await school.AdminAsync(), await school.StudentAsync());
        var (first, second) = (await NoteAsync(admin, user, "Called twice."), await NoteAsync(admin, user, " Paid by her school. "));
        Assert.Equal([(second.Id, "Paid by her school."), (first.Id, "Called twice.")], (await NotesAsync(user)).Select(n => (n.Id, n.Text)));
        var other = await school.StudentAsync();
        await DeleteAsync(other.UserId, first.Id);
        Assert.Equal(2, (await NotesAsync(user)).Count);
        await DeleteAsync(user.UserId, first.Id);
        await DeleteAsync(user.UserId, first.Id);
        Assert.Equal([second.Id], (await RecordAsync(user.UserId)).Notes.Select(n => n.Id));
        var acts = await school.ReadAsync(db =>
            db.AuditEvents.AsNoTracking().Where(e => e.Resource == $"users/{user.UserId}").OrderBy(e => e.Id).ToListAsync()
        );
        Assert.Equal(["user_note.create", "user_note.create", "user_note.delete"], acts.Select(e => e.Action));
        Assert.DoesNotContain(acts, e => $"{e.Before}{e.After}".Contains("Called", StringComparison.Ordinal));
        await Refused.WithAsync(IdentityReasons.UserNotFound, () => NoteAsync(admin, new Actor(Guid.NewGuid(), Guid.Empty, Roles.None), "No."));

        Task DeleteAsync(Guid userId, Guid noteId) => school.DoAsync<DeleteUserNote>(d => d.ExecuteAsync(admin, userId, noteId, CancellationToken.None));
    }

    [Fact]
    public async Task Notes_GoWithTheAccount()
    {
        await using var own = await TestSchool.OpenAsync();
        await own.PrepareStorageAsync();
        var (admin, user) = (await own.AdminAsync(), await own.StudentAsync());
        await own.DoAsync<CreateUserNote>(c => c.ExecuteAsync(admin, user.UserId, "Called twice.", CancellationToken.None));
        await own.ReadAsync(db =>
            db.Users.Where(u => u.Id == user.UserId).ExecuteUpdateAsync(set => set.SetProperty(u => u.DeleteAt, own.Clock.GetUtcNow().AddSeconds(-1)))
        );
        Assert.Equal(1, await own.DoAsync<EraseAccounts, int>(e => e.ExecuteAsync(CancellationToken.None)));
        Assert.Equal(0, await own.ReadAsync(db => db.UserNotes.CountAsync()));
    }

    [Fact]
    public async Task Orders_AreFoundByWhatStripeCallsThem()
    {
        using var stripe = new StripeEmulator(school.Database);
        var order = await school.BuyAsync(stripe);
        await school.BuyAsync(stripe);
        var refund = await school.GiveBackAsync(order);
        foreach (var id in new[] { order.StripeSessionId!, order.StripeChargeId!, refund.StripeRefundId! })
        {
            Assert.Equal([order.Id], await FindAsync(new OrderFilter(StripeId: id)));
            Assert.Empty(await FindAsync(new OrderFilter(StripeId: id + "x")));
        }

        Assert.Equal([order.Id], await FindAsync(new OrderFilter(StripeId: await stripe.PaymentOfAsync(order.StripeSessionId!))));
        Assert.Empty(await FindAsync(new OrderFilter(StripeId: "pi_unknown")));
    }

    [Fact]
    public async Task Orders_AreFoundByStudentAddressCourseStateAndPeriod_PageByPage()
    {
        using var stripe = new StripeEmulator(school.Database);
        var (admin, student) = (await school.AdminAsync(), await school.StudentAsync());
        var bundle = await school.BundleAsync(courses: 2);
        var begin = school.Clock.GetUtcNow();
        var single = await school.BuyAsync(stripe, student);
        var bundled = await school.BuyAsync(stripe, bundle);
        var end = school.Clock.GetUtcNow();
        var course = await school.ReadAsync(db => db.OrderCourses.Where(c => c.OrderId == bundled.Id).Select(c => c.CourseId).FirstAsync());
        Assert.Equal([single.Id], await FindAsync(new OrderFilter(StudentId: student.UserId)));
        Assert.Equal([single.Id], await FindAsync(new OrderFilter(CourseId: single.CourseId)));
        Assert.Equal([bundled.Id], await FindAsync(new OrderFilter(CourseId: course)));
        Assert.Empty(await FindAsync(new OrderFilter(CourseId: course, StudentId: student.UserId)));
        Assert.Equal([bundled.Id, single.Id], await FindAsync(new OrderFilter(From: begin, Before: end.AddSeconds(1))));
        Assert.Empty(await FindAsync(new OrderFilter(StudentId: student.UserId, From: end)));
        Assert.Empty(await FindAsync(new OrderFilter(StudentId: student.UserId, Before: single.CreatedAt)));
        Assert.Equal([single.Id], await FindAsync(new OrderFilter(StudentId: student.UserId, State: OrderState.Paid)));
        Assert.Empty(await FindAsync(new OrderFilter(StudentId: student.UserId, State: OrderState.Expired)));

        var email = await school.ReadAsync(db => db.Users.Where(u => u.Id == student.UserId).Select(u => u.Email).SingleAsync());
        Assert.Equal([single.Id], await FindAsync(new OrderFilter(Email: email.ToUpperInvariant()), admin));
        Assert.Empty(await FindAsync(new OrderFilter(Email: "nobody@eschool.test"), admin));
        Assert.Equal(
            ["order.find_by_address", "order.find_by_address"],
            await school.ReadAsync(db => db.AuditEvents.Where(e => e.ActorId == admin.UserId).Select(e => e.Action).ToListAsync())
        );

        var filter = new OrderFilter(From: begin, Before: end.AddSeconds(1));
        var first = await PageAsync(filter, admin, 1, null);
        var second = await PageAsync(filter, admin, 1, first.Next);
        Assert.Equal([bundled.Id, single.Id], first.Items.Concat(second.Items).Select(o => o.Id));
    }

    private Task<UserRecord> RecordAsync(Guid userId) => school.DoAsync<GetUserRecord, UserRecord>(g => g.ExecuteAsync(userId, CancellationToken.None));

    private Task<UserNote> NoteAsync(Actor admin, Actor user, string text) =>
        school.DoAsync<CreateUserNote, UserNote>(c => c.ExecuteAsync(admin, user.UserId, text, CancellationToken.None));

    private async Task<IReadOnlyList<UserNote>> NotesAsync(Actor user) =>
        (await school.DoAsync<ListUserNotes, Page<UserNote>>(l => l.ExecuteAsync(user.UserId, new PageRequest(10, null), CancellationToken.None))).Items;

    private Task<Page<Order>> PageAsync(OrderFilter filter, Actor actor, int size, string? after) =>
        school.DoAsync<FindOrders, Page<Order>>(f => f.ExecuteAsync(actor, filter, new PageRequest(size, after), CancellationToken.None));

    private async Task<IEnumerable<Guid>> FindAsync(OrderFilter filter, Actor? actor = null) =>
        (await PageAsync(filter, actor ?? Actor.System, 50, null)).Items.Select(o => o.Id);
}

using ESchool.Api.Calls.Wire;
using ESchool.Application.Administration.People;
using ESchool.Application.Ledger;
using Wire = ESchool.Contracts.Administration.V1;

namespace ESchool.Api.Administration;

internal static class UserRecordMapping
{
    public static Wire.GetUserRecordResponse ToWire(this UserRecord record) =>
        new()
        {
            User = record.Account.ToWire(),
            OpenSessionCount = record.OpenSessions,
            Enrollments = { record.Enrollments.Select(row => row.ToWire()) },
            EnrollmentCount = record.EnrollmentCount,
            Orders = { record.Orders.Select(order => order.ToRecord()) },
            Spending = { record.Spending.Select(ToWire) },
            CertificateCount = record.Certificates,
            CourseCount = record.Courses,
            Earnings = { record.Balances.Select(ToWire) },
            Notes = { record.Notes.Select(note => note.ToWire()) },
            TrustTime = record.TrustedAt.ToWire(),
        };

    public static Wire.EnrollmentRecord ToWire(this EnrollmentRow row) =>
        new()
        {
            Name = $"enrollments/{row.Id}",
            Course = $"courses/{row.CourseId}",
            CourseTitle = row.CourseTitle,
            State = (Wire.EnrollmentRecord.Types.State)row.State,
            CreateTime = row.CreatedAt.ToWire(),
            CompleteTime = row.CompletedAt.ToWire(),
            Sources = { row.Sources },
        };

    public static Wire.UserNote ToWire(this Domain.Administration.UserNote note) =>
        new()
        {
            Name = $"users/{note.UserId}/notes/{note.Id}",
            Author = $"users/{note.AuthorId}",
            Text = note.Text,
            CreateTime = note.CreatedAt.ToWire(),
        };

    public static Wire.OrderRecord ToRecord(this Domain.Payments.Checkout.Order order) =>
        new()
        {
            Name = $"orders/{order.Id}",
            Student = $"users/{order.StudentId}",
            Course = order.CourseId is { } course ? $"courses/{course}" : "",
            Bundle = order.BundleId is { } bundle ? $"bundles/{bundle}" : "",
            Title = order.Title,
            State = (Wire.OrderRecord.Types.State)order.State,
            Total = order.Total.ToWire(),
            Charged = order.PaidAt is null ? null : order.Charged.ToWire(),
            Refunded = order.Refunded.ToWire(),
            Gift = order.IsGift,
            StripeSession = order.StripeSessionId ?? "",
            StripeCharge = order.StripeChargeId ?? "",
            CreateTime = order.CreatedAt.ToWire(),
            PayTime = order.PaidAt.ToWire(),
        };

    private static Wire.Spending ToWire(Spending spending) =>
        new()
        {
            Paid = spending.Paid.ToWire(),
            Refunded = spending.Refunded.ToWire(),
            OrderCount = spending.OrderCount,
        };

    private static Wire.Earnings ToWire(BalanceView balance) =>
        new()
        {
            Held = balance.Held.ToWire(),
            Available = balance.Available.ToWire(),
            Reserved = balance.Reserved.ToWire(),
            Disputed = balance.Disputed.ToWire(),
            Receivable = balance.Receivable.ToWire(),
            Paid = balance.Paid.ToWire(),
        };
}

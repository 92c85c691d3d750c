using ESchool.Api.Calls.Wire;
using ESchool.Api.Payments.Checkout;
using ESchool.Application.Payments.Disputes;
using Wire = ESchool.Contracts.Payments.V1;

namespace ESchool.Api.Payments.Disputes;

internal static class DisputeMapping
{
    public static Wire.Dispute ToWire(this Domain.Payments.Disputes.Dispute dispute) =>
        new()
        {
            Name = $"disputes/{dispute.Id}",
            Order = $"orders/{dispute.OrderId}",
            StripeDispute = dispute.StripeDisputeId,
            Amount = dispute.Amount.ToWire(),
            Reason = dispute.Reason,
            State = (Wire.Dispute.Types.State)dispute.State,
            EvidenceDueTime = dispute.EvidenceDueAt.ToWire(),
            CreateTime = dispute.NotedAt.ToWire(),
            FinishTime = dispute.FinishedAt.ToWire(),
            EvidenceSubmitTime = dispute.EvidenceSubmittedAt.ToWire(),
        };

    public static Wire.DisputeEvidence ToWire(this Application.Payments.Disputes.DisputeEvidence evidence) =>
        new()
        {
            Dispute = evidence.Dispute.ToWire(),
            Order = evidence.Order.ToWire(),
            CustomerName = evidence.CustomerName,
            CustomerEmail = evidence.CustomerEmail,
            RegisterTime = evidence.RegisteredAt.ToWire(),
            ConsumedBasisPoints = evidence.ConsumedBasisPoints,
            Sessions =
            {
                evidence.Sessions.Select(s => new Wire.DisputeEvidence.Types.Session
                {
                    CreateTime = s.CreatedAt.ToWire(),
                    LastUseTime = s.LastUsedAt.ToWire(),
                    Network = s.Network,
                    UserAgent = s.UserAgent,
                }),
            },
            Lessons = { evidence.Lessons.Select(ToWire) },
        };

    private static Wire.DisputeEvidence.Types.WatchReceipt ToWire(WatchReceipt receipt) =>
        new()
        {
            CourseTitle = receipt.CourseTitle,
            Title = receipt.Title,
            OpenTime = receipt.OpenedAt.ToWire(),
            CompleteTime = receipt.CompletedAt.ToWire(),
            WatchedDuration = receipt.WatchedSeconds.ToDuration(),
            Reports = receipt.Reports,
        };
}

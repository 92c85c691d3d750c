using ESchool.Application.Learning;
using ESchool.Application.Work;
using ESchool.Domain.Payments;

namespace ESchool.Application.Payments;

/// <summary>What a paid order brings: an enrollment, or, as a gift, an e-mail with its code. Called inside the transaction that records the payment.</summary>
public sealed class DeliverOrder(EnrollStudent enroll, WorkOutbox outbox)
{
    /// <summary>Delivers it; done again it changes nothing. The caller saves.</summary>
    /// <returns>The enrollment; null for a gift.</returns>
    public async Task<Guid?> ExecuteAsync(Order order, CancellationToken cancellationToken)
    {
        if (!order.IsGift)
        {
            return await enroll.ExecuteAsync(order.StudentId, order.CourseId!.Value, $"orders/{order.Id}", cancellationToken);
        }

        if (order.PaidAt is null)
        {
            outbox.Add(WorkKinds.GiftEmail, new GiftWork(order.Id), order.Id.ToString());
        }

        return null;
    }
}

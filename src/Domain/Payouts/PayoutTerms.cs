namespace ESchool.Domain.Payouts;

/// <summary>Who asks for an instructor's payouts.</summary>
public enum PayoutSchedule
{
    /// <summary>The instructor.</summary>
    OnRequest = 1,

    /// <summary>The school requests, on the first of each month, everything payable in each currency.</summary>
    Monthly = 2,
}

/// <summary>How an instructor is paid. Who has none is paid on request, and has no tax form on file.</summary>
public sealed class PayoutTerms
{
    private PayoutTerms() { }

    /// <summary>The terms of an instructor who has none yet.</summary>
    /// <param name="instructorId">Whose they are.</param>
    public PayoutTerms(Guid instructorId)
    {
        InstructorId = instructorId;
        Schedule = PayoutSchedule.OnRequest;
    }

    /// <summary>The instructor; there is one record per instructor.</summary>
    public Guid InstructorId { get; private set; }

    /// <summary>Who asks for payouts.</summary>
    public PayoutSchedule Schedule { get; private set; }

    /// <summary>When an administrator noted that the tax form is on file; null when it is not.</summary>
    public DateTimeOffset? TaxFormAt { get; private set; }

    /// <summary>Changes who asks for payouts.</summary>
    public void ChangeSchedule(PayoutSchedule schedule) => Schedule = schedule;

    /// <summary>Notes that the tax form is on file, or is not any more. Noted again, the first time stays.</summary>
    public void NoteTaxForm(bool isOnFile, DateTimeOffset now) => TaxFormAt = isOnFile ? TaxFormAt ?? now : null;
}

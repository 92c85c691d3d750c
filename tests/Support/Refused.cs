using ESchool.Domain;

namespace ESchool.Tests.Support;

/// <summary>Expects a refusal with a reason.</summary>
public static class Refused
{
    public static async Task<DomainException> WithAsync(Reason reason, Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (DomainException refusal) when (refusal.Reason == reason)
        {
            MetadataForm.Check(refusal);
            return refusal;
        }

        throw new InvalidOperationException($"It was not refused with {reason.Code}.");
    }
}

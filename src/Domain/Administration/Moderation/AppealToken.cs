namespace ESchool.Domain.Administration.Moderation;

/// <summary>What the token of a statement of reasons says: who may appeal what. The decision itself says until when.</summary>
/// <param name="DecisionId">The decision.</param>
/// <param name="AppellantId">Whom it concerns.</param>
public sealed record AppealToken(Guid DecisionId, Guid AppellantId)
{
    /// <summary>The purpose under which tokens are sealed.</summary>
    public const string Purpose = "moderation.appeal";
}

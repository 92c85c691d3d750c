using ESchool.Domain;
using ESchool.Domain.Administration.Moderation;

namespace ESchool.Application.Administration.Moderation.Appeals;

/// <summary>Appeals a decision by the token of its mail: who is suspended cannot sign in, and has the same right.</summary>
public sealed class AppealByToken(SealedTokens tokens, AppealDecision appeals)
{
    /// <summary>Appeals it. The same words again are the same appeal.</summary>
    /// <exception cref="DomainException">
    /// <c>APPEAL_TOKEN_INVALID</c>, <c>DECISION_NOT_FOUND</c>, <c>APPEAL_EXISTS</c>, <c>DECISION_NOT_APPEALABLE</c>, <c>APPEAL_TOO_LATE</c>.
    /// </exception>
    public Task<ModerationAppeal> ExecuteAsync(string token, string words, CancellationToken cancellationToken)
    {
        var opened =
            tokens.Read<AppealToken>(AppealToken.Purpose, token)
            ?? throw new DomainException(ModerationReasons.AppealTokenInvalid, "The token is none of a statement of reasons.");
        return appeals.ExecuteAsync(opened.AppellantId, opened.DecisionId, words, cancellationToken);
    }
}

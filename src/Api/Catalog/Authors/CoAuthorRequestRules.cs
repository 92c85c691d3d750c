using ESchool.Api.Calls.Wire;
using ESchool.Application.Identity;
using ESchool.Contracts.Catalog.V1;
using FluentValidation;
using Microsoft.Extensions.Options;

namespace ESchool.Api.Catalog.Authors;

internal sealed class InviteCoAuthorRequestRules : AbstractValidator<InviteCoAuthorRequest>
{
    public InviteCoAuthorRequestRules(IOptions<IdentityOptions> identity)
    {
        RuleFor(r => r.Email).MustBeMailbox(identity.Value.AllowUtf8Addresses);
        RuleFor(r => r.Role).NotEqual(AuthorRole.Owner).WithMessage("must be EDITOR or ASSISTANT.");
    }
}

internal sealed class SetCoAuthorRoleRequestRules : AbstractValidator<SetCoAuthorRoleRequest>
{
    public SetCoAuthorRoleRequestRules() => RuleFor(r => r.Role).NotEqual(AuthorRole.Owner).WithMessage("must be EDITOR or ASSISTANT.");
}

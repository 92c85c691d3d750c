using ESchool.Application;
using ESchool.Domain;
using Google.Protobuf;
using Grpc.Core;

namespace ESchool.Api.Calls;

/// <summary>Page tokens: sealed, and bound to the caller and to every other argument of the call.</summary>
internal sealed class PageTokens(SealedTokens tokens)
{
    private const string Purpose = "page";
    private const int DefaultSize = 50;
    private const int MaximumSize = 200;

    /// <summary>Reads which page is asked for.</summary>
    /// <param name="context">The call.</param>
    /// <param name="size">The requested size; 0 for the default.</param>
    /// <param name="token">The requested token; empty for the first page.</param>
    /// <param name="arguments">The request without size and token.</param>
    /// <exception cref="DomainException"><c>PAGE_TOKEN_INVALID</c>, <c>REQUEST_INVALID</c>.</exception>
    public PageRequest Read(ServerCallContext context, int size, string token, IMessage arguments)
    {
        if (size < 0)
        {
            throw RequestRules.Invalid(new Violation("page_size", "must not be negative."));
        }

        var after = token.Length == 0 ? null : tokens.Read<Content>(Purpose, token);
        if (token.Length > 0 && (after is null || after.Binding != BindingOf(context, arguments)))
        {
            throw new DomainException(CallReasons.PageTokenInvalid, "The page token is not one of this call with these arguments.");
        }

        return new PageRequest(size == 0 ? DefaultSize : Math.Min(size, MaximumSize), after?.Key);
    }

    /// <summary>Makes the token of the next page; empty on the last.</summary>
    public string Next<T>(ServerCallContext context, Page<T> page, IMessage arguments) =>
        page.Next is null ? "" : tokens.Create(Purpose, new Content(BindingOf(context, arguments), page.Next));

    private static string BindingOf(ServerCallContext context, IMessage arguments) => $"{context.Method} {context.Actor().UserId} {arguments.ToByteString().ToBase64()}";

    private sealed record Content(string Binding, string Key);
}

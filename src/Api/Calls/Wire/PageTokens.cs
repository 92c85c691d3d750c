using ESchool.Api.Calls.Callers;
using ESchool.Application;
using ESchool.Domain;
using Google.Protobuf;
using Grpc.Core;

namespace ESchool.Api.Calls.Wire;

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
    public PageRequest Read(ServerCallContext context, int size, string token, IMessage arguments) =>
        Read(BindingOf(context, context.Actor(), arguments), size, token);

    /// <summary>The same for a page that is the same for everybody.</summary>
    /// <exception cref="DomainException"><c>PAGE_TOKEN_INVALID</c>, <c>REQUEST_INVALID</c>.</exception>
    public PageRequest ReadPublic(ServerCallContext context, int size, string token, IMessage arguments) =>
        Read(BindingOf(context, Actor.Anonymous, arguments), size, token);

    /// <summary>Makes the token of the next page; empty on the last.</summary>
    public string Next<T>(ServerCallContext context, Page<T> page, IMessage arguments) => Next(BindingOf(context, context.Actor(), arguments), page);

    /// <summary>The same for a page that is the same for everybody.</summary>
    public string NextPublic<T>(ServerCallContext context, Page<T> page, IMessage arguments) => Next(BindingOf(context, Actor.Anonymous, arguments), page);

    private PageRequest Read(string binding, int size, string token)
    {
        if (size < 0)
        {
            throw RequestRules.Invalid(new FieldViolation("page_size", FieldFault.OutOfRange, "must not be negative."));
        }

        var after = token.Length == 0 ? null : tokens.Read<Content>(Purpose, token);
        if (token.Length > 0 && (after is null || after.Binding != binding))
        {
            throw new DomainException(CallReasons.PageTokenInvalid, "The page token is not one of this call with these arguments.");
        }

        return new PageRequest(size == 0 ? DefaultSize : Math.Min(size, MaximumSize), after?.Key);
    }

    private string Next<T>(string binding, Page<T> page) => page.Next is null ? "" : tokens.Create(Purpose, new Content(binding, page.Next));

    private static string BindingOf(ServerCallContext context, Actor actor, IMessage arguments) =>
        $"{context.Method} {actor.UserId} {arguments.ToByteString().ToBase64()}";

    private sealed record Content(string Binding, string Key);
}

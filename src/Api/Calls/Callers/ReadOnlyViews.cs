using System.Collections;
using ESchool.Contracts.Options.V1;
using ESchool.Data;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Api.Calls.Callers;

/// <summary>
/// Runs calls that are made in a support view: in a transaction in which Postgres writes nothing, whatever the code does, and without the secrets of their
/// answers.
/// </summary>
internal static class ReadOnlyViews
{
    public static async Task<TResponse> RunAsync<TResponse>(ServerCallContext context, Func<Task<TResponse>> call)
    {
        if (context.FindActor() is not { ViewId: not null })
        {
            return await call();
        }

        var db = context.UseCase<SchoolDbContext>();
        var response = await db.InTransactionAsync(
            async () =>
            {
                await db.Database.ExecuteSqlAsync($"SET TRANSACTION READ ONLY", context.CancellationToken);
                return await call();
            },
            context.CancellationToken
        );
        if (response is not IMessage message)
        {
            return response;
        }

        // What is kept for everybody, such as a public page, stays as it is.
        var shown = message.Descriptor.Parser.ParseFrom(message.ToByteString());
        ClearSecrets(shown);
        return (TResponse)shown;
    }

    private static void ClearSecrets(IMessage message)
    {
        foreach (var field in message.Descriptor.Fields.InFieldNumberOrder())
        {
            if (field.GetOptions()?.GetExtension(OptionsExtensions.Sensitive) == true)
            {
                field.Accessor.Clear(message);
                continue;
            }

            if (field.FieldType != FieldType.Message)
            {
                continue;
            }

            foreach (var inner in Messages(field.Accessor.GetValue(message)))
            {
                ClearSecrets(inner);
            }
        }
    }

    private static IEnumerable<IMessage> Messages(object? value) =>
        value switch
        {
            IMessage one => [one],
            IDictionary map => map.Values.OfType<IMessage>(),
            IEnumerable many => many.OfType<IMessage>(),
            _ => [],
        };
}

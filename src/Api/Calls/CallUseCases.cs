using Grpc.Core;

namespace ESchool.Api.Calls;

/// <summary>Use cases of services that have too many to be handed them all.</summary>
internal static class CallUseCases
{
    /// <summary>The use case, in the call's own scope.</summary>
    public static TUseCase UseCase<TUseCase>(this ServerCallContext context)
        where TUseCase : notnull => context.GetHttpContext().RequestServices.GetRequiredService<TUseCase>();
}

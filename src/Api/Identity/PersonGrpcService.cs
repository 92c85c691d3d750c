using ESchool.Api.Calls;
using ESchool.Api.Calls.Callers;
using ESchool.Api.Calls.Wire;
using ESchool.Application.Identity.People;
using ESchool.Contracts.Identity.V1;
using Grpc.Core;

namespace ESchool.Api.Identity;

internal sealed class PersonGrpcService : PersonService.PersonServiceBase
{
    public override async Task<GetPersonResponse> GetPerson(GetPersonRequest request, ServerCallContext context) =>
        new()
        {
            Person = (
                await context.UseCase<GetPerson>().ExecuteAsync(context.Actor(), IdOf(request.Name, "name", context), context.CancellationToken)
            ).ToWire(),
        };

    public override async Task<BatchGetPeopleResponse> BatchGetPeople(BatchGetPeopleRequest request, ServerCallContext context)
    {
        var ids = request.Names.Select((name, i) => IdOf(name, $"names[{i}]", context)).ToList();
        return new BatchGetPeopleResponse
        {
            People = { (await context.UseCase<FindPeople>().ExecuteAsync(context.Actor(), ids, context.CancellationToken)).Select(person => person.ToWire()) },
        };
    }

    private static Guid IdOf(string name, string field, ServerCallContext context) =>
        name == "users/me" ? context.Actor().UserId : ResourceNames.One(name, "users/{user}", field);
}

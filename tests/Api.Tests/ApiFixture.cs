using ESchool.Application.Chat;
using ESchool.Application.Identity.Sessions;
using ESchool.Domain;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Api.Tests;

/// <summary>A running Api process on a database of its own, and the school behind it to prepare and to look.</summary>
public class ApiFixture : IAsyncLifetime
{
    public const string FrontendOrigin = "https://frontend.test";

    public TestSchool School { get; private set; } = null!;

    public SchoolProcess Api { get; private set; } = null!;

    public GrpcChannel Channel { get; private set; } = null!;

    /// <summary>Settings that a test class wants otherwise.</summary>
    protected virtual (string Key, string Value)[] Settings => [];

    public async ValueTask InitializeAsync()
    {
        School = await TestSchool.OpenAsync();
        await School.PrepareStorageAsync();
        Api = await SchoolProcess.StartApiAsync(School.Database, settings: [("Calls__AllowedOrigins__0", FrontendOrigin), .. Settings]);
        Channel = GrpcChannel.ForAddress(Api.Grpc!);
    }

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await Api.DisposeAsync();
        await School.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>The metadata of a call in an actor's name, with a token as sign-in gives it.</summary>
    public async Task<Metadata> HeadersAsync(Actor actor) => new() { { "authorization", $"Bearer {await TokenAsync(actor)}" } };

    /// <summary>A student and an instructor with a conversation.</summary>
    public async Task<(Actor Student, Actor Instructor, Guid Conversation)> TalkingAsync()
    {
        var course = await School.PublishedCourseAsync();
        var student = await School.StudentAsync();
        await School.EnrollmentAsync(student, course);
        var conversation = (
            await School.DoAsync<StartConversation, Application.Chat.ConversationView>(s => s.ExecuteAsync(student, course.Id, CancellationToken.None))
        ).Conversation;
        return (student, course.Instructor, conversation.Id);
    }

    public async Task<string> TokenAsync(Actor actor)
    {
        var (user, session) = await School.ReadAsync(async db =>
            (await db.Users.AsNoTracking().SingleAsync(u => u.Id == actor.UserId), await db.Sessions.AsNoTracking().SingleAsync(s => s.Id == actor.SessionId))
        );
        return School.Services.GetRequiredService<AccessTokens>().Issue(user, session).Token;
    }
}

/// <summary>Expects a status with an ErrorInfo.</summary>
internal static class Status
{
    private static readonly HashSet<string> FieldFaults =
    [
        .. Contracts.Errors.V1.FieldFaultReflection.Descriptor.EnumTypes.Single().Values.Select(value => value.Name),
    ];

    public static async Task<Google.Rpc.Status> OfAsync(StatusCode code, string reason, Func<Task> call)
    {
        var fault = await Assert.ThrowsAsync<RpcException>(call);
        var status = fault.GetRpcStatus();
        Assert.True(status is not null, $"{fault.StatusCode} {fault.Status.Detail} carries no google.rpc.Status.");
        var info = status.GetDetail<Google.Rpc.ErrorInfo>();
        Assert.Equal((code, reason, "eschool"), (fault.StatusCode, info?.Reason, info?.Domain));
        MetadataForm.Check(reason, info!.Metadata);
        Assert.All(
            status.GetDetail<Google.Rpc.BadRequest>()?.FieldViolations ?? [],
            violation => Assert.Contains($"FIELD_FAULT_{violation.Reason}", FieldFaults)
        );
        return status;
    }
}

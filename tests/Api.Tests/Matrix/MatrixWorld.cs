using System.Text.Json;
using System.Text.RegularExpressions;
using ESchool.Application.Administration;
using ESchool.Application.Notifications.Feed;
using ESchool.Application.Work.Feed;
using ESchool.Data.Outbox;
using ESchool.Domain;
using ESchool.Domain.Identity;
using ESchool.Tests.Support;

namespace ESchool.Api.Tests.Matrix;

/// <summary>The callers of one line of the matrix, and the things they call about; a thing is made when the line names it.</summary>
internal sealed partial class MatrixWorld(ApiFixture fixture, string suspendedToken)
{
    public const string Anonymous = "anonymous";
    public const string Stranger = "other student";
    public const string Owner = "owner";
    public const string Instructor = "instructor";
    public const string Rival = "other instructor";
    public const string Editor = "editor";
    public const string Assistant = "assistant";
    public const string Support = "support";
    public const string Admin = "admin";
    public const string Suspended = "suspended";

    private readonly Dictionary<string, Actor> actors = [];
    private readonly Dictionary<string, string> tokens = [];
    private readonly Dictionary<string, string> made = [];

    public static async Task<MatrixWorld> MakeAsync(ApiFixture fixture, string suspendedToken)
    {
        var world = new MatrixWorld(fixture, suspendedToken);
        (string Name, Roles Roles)[] cast =
        [
            (Stranger, Roles.Student),
            (Owner, Roles.Student),
            (Instructor, Roles.Instructor),
            (Rival, Roles.Instructor),
            (Editor, Roles.Student),
            (Assistant, Roles.Student),
            (Support, Roles.Support),
            (Admin, Roles.Admin),
        ];
        foreach (var (name, roles) in cast)
        {
            world.actors[name] = await fixture.School.UserAsync(roles, name);
            world.tokens[name] = await fixture.TokenAsync(world.actors[name]);
        }

        return world;
    }

    /// <summary>A token of somebody whom an administrator has suspended, from the time before.</summary>
    public static async Task<string> SuspendedTokenAsync(ApiFixture fixture)
    {
        var (student, admin) = (await fixture.School.StudentAsync(), await fixture.School.AdminAsync());
        var token = await fixture.TokenAsync(student);
        await fixture.School.DoAsync<SuspendUser>(s => s.ExecuteAsync(admin, student.UserId, "Spam.", CancellationToken.None));
        var getUser = MatrixTable.Contract["identity.IdentityService/GetUser"];
        await Wait.UntilAsync(
            "The end of the suspended user's session",
            async () =>
                (await RawCalls.CallAsync(fixture.Channel, getUser, """{"name": "users/me"}""", token, () => Task.CompletedTask)).Code
                != Grpc.Core.StatusCode.OK
        );
        return token;
    }

    public Actor ActorOf(string caller) => actors[caller];

    public string? TokenOf(string caller) =>
        caller switch
        {
            Anonymous => null,
            Suspended => suspendedToken,
            _ => tokens[caller],
        };

    /// <summary>Something happens to a caller that a stream of theirs tells of.</summary>
    public async Task NudgeAsync(string caller)
    {
        if (actors.TryGetValue(caller, out var actor))
        {
            await TellAsync(actor);
        }
    }

    /// <summary>Puts the ids of existing things into a text.</summary>
    public async Task<string> FillAsync(string text)
    {
        foreach (var thing in Things().Matches(text).Select(m => m.Groups[1].Value).Where(thing => thing != "uuid"))
        {
            await NeedAsync(thing);
        }

        await JoinCoursesAsync();
        return Things().Replace(text, m => m.Groups[1].Value == "uuid" ? m.Value : made[m.Groups[1].Value]);
    }

    /// <summary>Puts other ids in: of things that do not exist. What is the other instructor's stays: the line is about what they bring in there.</summary>
    public string FillAbsent(string text) =>
        Things()
            .Replace(text, m => m.Groups[1].Value.StartsWith("rival_", StringComparison.Ordinal) ? made[m.Groups[1].Value] : Guid.CreateVersion7().ToString());

    /// <summary>Puts a new id wherever one is wanted with every call.</summary>
    public static string FillFresh(string text) => text.Replace("{uuid}", Guid.NewGuid().ToString(), StringComparison.Ordinal);

    private TestSchool School => fixture.School;

    private async Task TellAsync(Actor actor)
    {
        var request = new OutboxMessage(
            FeedEventWork.One,
            JsonSerializer.Serialize(FeedEventWork.Of(actor.UserId, new CourseCompleted(Guid.NewGuid()))),
            Guid.NewGuid().ToString(),
            School.Clock.GetUtcNow()
        );
        await School.SaveAsync(request);
        await School.DoAsync<PublishUserEvents>(p => p.ExecuteAsync([request.Id], CancellationToken.None));
    }

    [GeneratedRegex(@"\{([a-z_]+)\}")]
    private static partial Regex Things();
}

using System.Diagnostics;
using ESchool.Data;
using ESchool.Demo.Props;
using ESchool.Domain;
using ESchool.Domain.Identity;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Grpc.Net.Client;
using Microsoft.EntityFrameworkCore;

namespace ESchool.EndToEnd.Tests;

/// <summary>The client in clients/typescript, generated and compiled as its users do it, calls a running school over gRPC-Web.</summary>
public sealed class TypeScriptClientTests(ITestOutputHelper output)
{
    private const string Origin = "https://frontend.test";
    private const string Password = "the password of the tour";

    private static readonly string Client = Path.Combine(TestStack.Root, "clients/typescript");

    [Fact]
    public async Task TheTour_SignsInRefreshesWatchesLearnsTalksUploadsAndSignsOut()
    {
        await RunAsync("npm", ["run", "build"], []);
        await using var running = await RunningSchool.StartAsync(("Calls__AllowedOrigins__0", Origin), ("Calls__HeartbeatInterval", "00:00:01"));
        await using var school = TestSchool.On(running.Database);
        var email = $"{Guid.NewGuid():N}@eschool.test";
        var student = await RegisterAsync(running, school, email);
        var course = await school.PublishedCourseAsync();
        await school.EnrollmentAsync(student, course);
        await RunAsync(
            "node",
            ["dist/tests/tour.js"],
            new()
            {
                ["ESCHOOL_TOUR_URL"] = running.Api.Web.ToString().TrimEnd('/'),
                ["ESCHOOL_TOUR_ORIGIN"] = Origin,
                ["ESCHOOL_TOUR_EMAIL"] = email,
                ["ESCHOOL_TOUR_PASSWORD"] = Password,
                ["ESCHOOL_TOUR_COURSE"] = $"courses/{course.Id}",
            }
        );
    }

    /// <returns>A student who may upload too.</returns>
    private static async Task<Actor> RegisterAsync(RunningSchool running, TestSchool school, string email)
    {
        using var channel = GrpcChannel.ForAddress(running.Api.Grpc!);
        using var http = new HttpClient();
        await new Person(channel, "Ada Lovelace", email, Password).RegisterAsync(new Mailbox(http, new Uri(TestStack.Get("ESCHOOL_MAIL_URL"))));
        return await school.DoAsync<SchoolDbContext, Actor>(async db =>
        {
            var user = await db.Users.SingleAsync(u => u.Email == email);
            user.Grant(Roles.Instructor);
            await db.SaveChangesAsync();
            return new Actor(user.Id, Guid.Empty, user.Roles);
        });
    }

    private async Task RunAsync(string program, string[] arguments, Dictionary<string, string> settings)
    {
        var info = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Client,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (key, value) in settings)
        {
            info.Environment[key] = value;
        }

        using var process = Process.Start(info)!;
        var (said, faults) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        output.WriteLine(await said);
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{await said}\n{await faults}");
    }
}

using ESchool.Demo.Chapters;
using ESchool.Demo.Props;
using Grpc.Net.Client;

namespace ESchool.Demo;

/// <summary>The product's whole life, played through its public API.</summary>
public static class Story
{
    private static readonly (string Title, Func<Cast, Task> Play)[] Chapters =
    [
        ("An instructor joins", BecomingInstructor.PlayAsync),
        ("A course is made", MakingCourse.PlayAsync),
        ("A visitor looks around", LookingAround.PlayAsync),
        ("A student buys it", BuyingCourse.PlayAsync),
        ("She learns and earns her certificate", LearningIt.PlayAsync),
        ("They talk", Chatting.PlayAsync),
        ("The instructor is paid", GettingPaid.PlayAsync),
        ("A course is given, and given back", GivingIt.PlayAsync),
        ("The friend becomes a member", BecomingMember.PlayAsync),
        ("How the school is", RunningTheSchool.PlayAsync),
    ];

    /// <returns>Everybody and everything the story left behind.</returns>
    public static async Task<Cast> PlayAsync(SchoolAddresses addresses, Narrator narrator, string outputFolder)
    {
        using var channel = GrpcChannel.ForAddress(addresses.Grpc);
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var http = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(60) };
        var cast = new Cast(addresses, narrator, channel, http, outputFolder);
        for (var i = 0; i < Chapters.Length; i++)
        {
            narrator.Chapter(i + 1, Chapters[i].Title);
            await Chapters[i].Play(cast);
        }

        return cast;
    }
}

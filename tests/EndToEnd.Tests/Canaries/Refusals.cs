using System.Text;
using Grpc.Core;

namespace ESchool.EndToEnd.Tests.Canaries;

/// <summary>Makes calls that are to be refused, and keeps what was answered.</summary>
internal sealed class Refusals
{
    private readonly StringBuilder said = new();

    /// <summary>Everything the school said to refused calls: messages, details, trailers, pages.</summary>
    public string Said => said.ToString();

    /// <summary>A call that must be refused, with a reason.</summary>
    public async Task OfAsync(Func<Task> call)
    {
        var refusal = await Assert.ThrowsAsync<RpcException>(call);
        Assert.NotEqual(StatusCode.Internal, refusal.StatusCode);
        Assert.NotNull(refusal.GetRpcStatus());
        said.AppendLine(refusal.Status.Detail);
        foreach (var trailer in refusal.Trailers)
        {
            said.AppendLine(trailer.IsBinary ? Encoding.UTF8.GetString(trailer.ValueBytes) : trailer.Value);
        }
    }

    /// <summary>A page that must be refused.</summary>
    public async Task OfAsync(Task<HttpResponseMessage> call)
    {
        using var answer = await call;
        Assert.InRange((int)answer.StatusCode, 400, 499);
        said.AppendLine(answer.Headers.ToString()).AppendLine(await answer.Content.ReadAsStringAsync());
    }
}

using ESchool.Application.Payouts.Requesting;
using ESchool.Contracts.Payouts.V1;
using ESchool.Domain;
using ESchool.Domain.Payouts;
using ESchool.Tests.Support;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Decision = ESchool.Contracts.Payouts.V1.ReviewPayoutRequest.Types.Decision;

namespace ESchool.Api.Tests;

/// <summary>Many payouts reviewed in one call.</summary>
public sealed class PayoutReviewTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private const long FourEyes = 5_000_00;

    private EarningsService.EarningsServiceClient Earnings => new(fixture.Channel);

    [Fact]
    public async Task EachPayout_IsReviewedByItself_AndTheWholeMayBeSentAgain()
    {
        var admin = await fixture.School.UserAsync(Domain.Identity.Roles.Admin | Domain.Identity.Roles.Instructor, "Both");
        var second = await fixture.HeadersAsync(await fixture.School.AdminAsync());
        var headers = await fixture.HeadersAsync(admin);
        var (approved, rejected, large, own) = (
            await RequestedAsync(50_00),
            await RequestedAsync(60_00),
            await RequestedAsync(FourEyes),
            await RequestedAsync(70_00, admin)
        );
        var request = new ReviewPayoutsRequest
        {
            Reviews =
            {
                Review(approved, Decision.Approve),
                Review(Guid.CreateVersion7(), Decision.Approve),
                Review(own, Decision.Approve),
                Review(rejected, Decision.Reject, "Not yet."),
                Review(large, Decision.Approve),
            },
        };
        var response = await Earnings.ReviewPayoutsAsync(request, headers);
        Assert.Equal(request.Reviews.Select(r => r.Name), response.Results.Select(r => r.Name));
        Assert.Equal(["", "PAYOUT_NOT_FOUND", "OWN_PAYOUT", "", ""], response.Results.Select(r => r.Reason));
        Assert.Equal(
            (true, Contracts.Payouts.V1.Payout.Types.State.Requested),
            (response.Results[4].Payout.AwaitsSecondApproval, response.Results[4].Payout.State)
        );
        Assert.Equal(
            [PayoutState.Approved, PayoutState.Rejected, PayoutState.Requested, PayoutState.Requested],
            await StatesAsync(approved, rejected, large, own)
        );

        // The same again: the same answers, and nothing happens twice. Another batch of the same administrator is not four eyes.
        Assert.Equal(response, await Earnings.ReviewPayoutsAsync(request, headers));
        Assert.Equal(1, await fixture.School.ReadAsync(db => db.OutboxMessages.CountAsync(m => m.DeduplicationKey == approved.ToString())));
        var again = await Earnings.ReviewPayoutsAsync(
            new ReviewPayoutsRequest { Reviews = { Review(large, Decision.Approve), Review(approved, Decision.Reject, "Too late.") } },
            headers
        );
        Assert.Equal(["SECOND_REVIEWER_NEEDED", "PAYOUT_STATE_WRONG"], again.Results.Select(r => r.Reason));
        Assert.Equal(
            "",
            Assert
                .Single((await Earnings.ReviewPayoutsAsync(new ReviewPayoutsRequest { Reviews = { Review(large, Decision.Approve) } }, second)).Results)
                .Reason
        );
        Assert.Equal(
            [PayoutState.Approved, PayoutState.Rejected, PayoutState.Approved, PayoutState.Requested],
            await StatesAsync(approved, rejected, large, own)
        );
    }

    [Fact]
    public async Task ABatchOfTheWrongShape_ReviewsNothing()
    {
        var headers = await fixture.HeadersAsync(await fixture.School.AdminAsync());
        var payout = await RequestedAsync(50_00);
        var (one, same) = (Review(payout, Decision.Approve), Review(payout, Decision.Reject, "No."));
        var wrong = new List<ReviewPayoutsRequest>
        {
            new(),
            new() { Reviews = { one, same } },
            new() { Reviews = { one, Review(Guid.CreateVersion7(), Decision.Reject) } },
            new() { Reviews = { one, Review(Guid.CreateVersion7(), Decision.Unspecified) } },
            new()
            {
                Reviews =
                {
                    one,
                    new ReviewPayoutRequest
                    {
                        RequestId = one.RequestId,
                        Name = $"payouts/{Guid.CreateVersion7()}",
                        Decision = Decision.Approve,
                    },
                },
            },
            new()
            {
                Reviews =
                {
                    one,
                    new ReviewPayoutRequest
                    {
                        RequestId = $"{Guid.NewGuid()}",
                        Name = "payouts/mine",
                        Decision = Decision.Approve,
                    },
                },
            },
            new() { Reviews = { Enumerable.Range(0, 51).Select(_ => Review(Guid.CreateVersion7(), Decision.Approve)) } },
        };
        foreach (var request in wrong)
        {
            await Status.OfAsync(StatusCode.InvalidArgument, "REQUEST_INVALID", () => Earnings.ReviewPayoutsAsync(request, headers).ResponseAsync);
        }

        Assert.Equal([PayoutState.Requested], await StatesAsync(payout));
    }

    private static ReviewPayoutRequest Review(Guid payoutId, Decision decision, string message = "") =>
        new()
        {
            RequestId = Guid.NewGuid().ToString(),
            Name = $"payouts/{payoutId}",
            Decision = decision,
            Message = message,
        };

    private async Task<Guid> RequestedAsync(long minorUnits, Actor? of = null)
    {
        var instructor = of ?? await fixture.School.InstructorAsync();
        await fixture.School.ReadyPayoutAccountAsync(instructor, $"acct_{Guid.NewGuid():N}");
        await fixture.School.EarnAsync(instructor, minorUnits);
        return (
            await fixture.School.DoAsync<RequestPayout, Domain.Payouts.Payout>(r =>
                r.ExecuteAsync(instructor, new Money(minorUnits, "EUR"), CancellationToken.None)
            )
        ).Id;
    }

    private async Task<List<PayoutState>> StatesAsync(params Guid[] payouts)
    {
        var states = await fixture.School.ReadAsync(db => db.Payouts.Where(p => payouts.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.State));
        return [.. payouts.Select(id => states[id])];
    }
}

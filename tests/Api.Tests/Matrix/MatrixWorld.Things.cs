using System.Security.Cryptography;
using ESchool.Application;
using ESchool.Application.Administration.Grants;
using ESchool.Application.Catalog.Bundles;
using ESchool.Application.Catalog.Storefront.Shelves;
using ESchool.Application.Certificates;
using ESchool.Application.Chat;
using ESchool.Application.Chat.Messages;
using ESchool.Application.Identity.Accounts;
using ESchool.Application.Identity.Avatars;
using ESchool.Application.Identity.Privacy;
using ESchool.Application.Instructors.Applications;
using ESchool.Application.Ledger.Booking;
using ESchool.Application.Media.Uploading;
using ESchool.Application.Payments.Gifts;
using ESchool.Application.Payouts.Paying;
using ESchool.Application.Payouts.Requesting;
using ESchool.Application.Payouts.Reviewing;
using ESchool.Application.Storage;
using ESchool.Application.Work;
using ESchool.Data;
using ESchool.Data.Outbox;
using ESchool.Domain;
using ESchool.Domain.Administration;
using ESchool.Domain.Catalog;
using ESchool.Domain.Certificates;
using ESchool.Domain.Chat;
using ESchool.Domain.Identity;
using ESchool.Domain.Instructors;
using ESchool.Domain.Learning;
using ESchool.Domain.Ledger;
using ESchool.Domain.Media;
using ESchool.Domain.Payments.Checkout;
using ESchool.Domain.Payments.Coupons;
using ESchool.Domain.Payments.Disputes;
using ESchool.Domain.Payments.Gifts;
using ESchool.Domain.Payments.Refunds;
using ESchool.Domain.Payouts;
using ESchool.Domain.StripeEvents;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Api.Tests.Matrix;

/// <summary>What the things of the matrix are, and how they are made.</summary>
internal sealed partial class MatrixWorld
{
    private const string Password = "correct horse battery";
    private const long Earned = 100_00;

    private PublishedTestCourse? published;

    private async Task<string> NeedAsync(string thing)
    {
        if (made.TryGetValue(thing, out var known))
        {
            return known;
        }

        return made[thing] = await MakeAsync(thing);
    }

    /// <summary>Makes a thing; some are made together with others, which are noted on the way.</summary>
    private async Task<string> MakeAsync(string thing)
    {
        switch (thing)
        {
            case "owner":
                return ActorOf(Owner).UserId.ToString();
            case "instructor":
                return ActorOf(Instructor).UserId.ToString();
            case "editor":
                return ActorOf(Editor).UserId.ToString();
            case "wish":
                await School.DoAsync<AddToWishlist>(async a => await a.ExecuteAsync(ActorOf(Owner), (await PublishedAsync()).Id, CancellationToken.None));
                return thing;
            case "seen_course":
                await School.DoAsync<SeenCourses>(async s => await s.MarkAsync(ActorOf(Owner), (await PublishedAsync()).Id, CancellationToken.None));
                return thing;
            case "invitation":
                return await InvitationAsync();
            case "owner_session":
                return ActorOf(Owner).SessionId.ToString();
            case "victim":
                return (await School.InstructorAsync()).UserId.ToString();
            case "dead_letter":
                var letter = new DeadLetter(TranscodeWork.Kind, "{}", Guid.NewGuid().ToString(), 11, "Exception: No.", School.Clock.GetUtcNow());
                await School.SaveAsync(letter);
                return letter.Id.ToString();
            case "enrollment_grant":
                var given = (await PublishedAsync()).Id;
                return (
                    await School.DoAsync<GrantEnrollment, GrantedEnrollment>(g =>
                        g.ExecuteAsync(ActorOf(Admin), ActorOf(Owner).UserId, given, "An apology.", CancellationToken.None)
                    )
                ).GrantId.ToString();
            case "stranger":
                return ActorOf(Stranger).UserId.ToString();
            case "support_view":
                return await SupportViewAsync(Support);
            case "other_support_view":
                return await SupportViewAsync(Admin);
            case "account_merge":
                return await AccountMergeAsync();
            case "table_export":
                return await TableExportAsync();
            case "user_note":
                var note = new UserNote(ActorOf(Owner).UserId, ActorOf(Admin).UserId, "Called twice.", School.Clock.GetUtcNow());
                await School.SaveAsync(note);
                return note.Id.ToString();
            case "report":
                return (await ReportedAsync()).Id.ToString();
            case "case":
                return (await ReportedAsync()).CaseId.ToString();
            case "claimed_case":
                return await ClaimedCaseAsync();
            case "decision":
                return await DecisionAsync();
            case "appeal":
                return await AppealAsync();
            case "message":
                return await MessageAsync();
            case "password":
                return Password;
            case "email":
                return await RegisterAsync();
            case "google_redirect":
                return OpenIdProvider.RedirectUri;
            case "avatar_upload":
                return await SendPictureAsync();
            case "data_export":
                return (await School.DoAsync<RequestDataExport, DataExport>(r => r.ExecuteAsync(ActorOf(Owner), CancellationToken.None))).Id.ToString();
            case "application":
                return await ApplicationAsync(a => a.Submit(requireDocuments: false, School.Clock.GetUtcNow()));
            case "draft_application":
                return await ApplicationAsync(_ => { });
            case "application_documents":
                await ApplicationAsync(a =>
                {
                    foreach (var kind in InstructorApplication.RequiredDocuments)
                    {
                        a.Attach(
                            new ApplicationDocument(kind, $"applications/{a.ApplicantId}/{a.Id}/{kind}/test", "application/pdf", 3, School.Clock.GetUtcNow()),
                            School.Clock.GetUtcNow()
                        );
                    }
                });
                return thing;
            case "document_upload":
                return await SendDocumentAsync(Guid.Parse(await NeedAsync("draft_application")));
            case "notification":
                await TellAsync(ActorOf(Owner));
                return thing;
            case "resume_token":
                await TellAsync(ActorOf(Owner));
                return School.Services.GetRequiredService<SealedTokens>().Create("notifications.resume", new { ActorOf(Owner).UserId, Sequence = 0 });

            case "course":
                return (await PublishedAsync()).Id.ToString();
            case "second_course":
                return (await School.PublishedCourseAsync(instructor: ActorOf(Instructor))).Id.ToString();
            case "promoted":
                return (await School.PublishedCourseAsync(instructor: ActorOf(Instructor), isPromoted: true)).Id.ToString();
            case "cover_upload":
                return await SendCoverAsync(Guid.Parse(await NeedAsync("draft")));
            case "bundle":
                return await BundleAsync();
            case "lesson":
                return (await PublishedAsync()).VideoLessonId.ToString();
            case "previewed":
                var previewed = await School.PublishedCourseAsync(instructor: ActorOf(Instructor), freePreview: true);
                (made["preview_video"], made["preview_article"]) = (previewed.VideoLessonId.ToString(), previewed.ArticleLessonId.ToString());
                return previewed.Id.ToString();
            case "article":
                return (await PublishedAsync()).ArticleLessonId.ToString();
            case "draft":
                return await DraftAsync(Instructor, "draft", _ => { });
            case "in_review":
                return await SubmittedAsync(thing);
            case "submission":
                await NeedAsync("in_review");
                return made[thing];
            case "claimed_submission":
                return await ClaimAsync();
            case "requested_change":
                return await RequestChangeAsync(Guid.Parse(await NeedAsync("in_review")), Guid.Parse(await NeedAsync("claimed_submission")));
            case "sent_back":
                return await SendBackAsync(thing);
            case "sent_back_submission" or "sent_back_change":
                await NeedAsync("sent_back");
                return made[thing];
            case "rejectable":
                return await HandBackAsync(thing);
            case "rejectable_submission" or "rejectable_change":
                await NeedAsync("rejectable");
                return made[thing];
            case "setting_change":
                return (await ChangeSettingAsync()).ToString();
            case "approved":
                return await DraftAsync(
                    Instructor,
                    thing,
                    c =>
                    {
                        c.Submit(new Dictionary<Guid, int>(), School.Clock.GetUtcNow());
                        c.Review(CourseState.Approved, "");
                    }
                );
            case "rival_draft":
                return await DraftAsync(Rival, "rival", _ => { });
            case "draft_section" or "draft_lesson":
                await NeedAsync("draft");
                return made[thing];
            case "rival_section" or "rival_lesson":
                await NeedAsync("rival_draft");
                return made[thing];

            case "asset":
                return (await School.ReadyAssetAsync(ActorOf(Instructor), 100)).Id.ToString();
            case "failed_asset":
                return await FailedAssetAsync();
            case "upload":
                return (await BeginUploadAsync()).Id.ToString();
            case "package_upload":
                return (await BeginPackageAsync(1_024)).Id.ToString();
            case "sent_package":
                return await SendPackageAsync();
            case "course_import":
                return await ImportAsync();
            case "course_export":
                return await ExportAsync();
            case "sent_upload":
                return await SendUploadAsync();

            case "announcement":
                return await AnnouncementAsync();
            case "enrollment":
                return (await School.EnrollmentAsync(ActorOf(Owner), await PublishedAsync())).ToString();
            case "learned_course":
                return await LearnedCourseAsync();
            case "review":
                return await ReviewAsync();
            case "hidden_review":
                return await HiddenReviewAsync();
            case "reported_review":
                return await ReportedReviewAsync();
            case "opened_lesson":
                await School.OpenAsync(ActorOf(Owner), Guid.Parse(await NeedAsync("enrollment")), await PublishedAsync());
                return (await PublishedAsync()).VideoLessonId.ToString();
            case "read_article":
                var opened = new LessonProgress(
                    Guid.Parse(await NeedAsync("enrollment")),
                    (await PublishedAsync()).ArticleLessonId,
                    null,
                    School.Clock.GetUtcNow().AddMinutes(-1)
                );
                await School.SaveAsync(opened);
                return opened.LessonId.ToString();
            case "certificate":
                return await CertificateAsync();
            case "shown_certificate":
                var shown = Guid.Parse(await NeedAsync("certificate"));
                await School.DoAsync<SetCertificateVisibility>(s => s.ExecuteAsync(ActorOf(Owner), shown, isPublic: true, CancellationToken.None));
                return thing;
            case "certificate_serial":
                return CertificateSerial.Of(Guid.Parse(await NeedAsync("certificate")));
            case "order":
                return await OrderAsync(_ => { });
            case "paid_order":
                var enrollmentId = Guid.Parse(await NeedAsync("enrollment"));
                return await OrderAsync(order => order.Pay(enrollmentId, $"ch_{Guid.NewGuid():N}", School.Clock.GetUtcNow()));
            case "gift_order":
                return await OrderAsync(order => order.Pay(null, $"ch_{Guid.NewGuid():N}", School.Clock.GetUtcNow()), new GiftCard("ada@eschool.test", ""));
            case "gift_code":
                var link = School.Services.GetRequiredService<GiftCodes>().LinkOf(Guid.Parse(await NeedAsync("gift_order")));
                return link.Query.Split("code=")[1];
            case "coupon":
                var terms = new CouponTerms(null, ActorOf(Instructor).UserId, School.Clock.GetUtcNow(), null, null, 1);
                var coupon = new Coupon(
                    ActorOf(Instructor).UserId,
                    $"{Guid.NewGuid():N}",
                    new Discount(1_000, null),
                    terms,
                    DiscountBearer.Instructor,
                    School.Clock.GetUtcNow()
                );
                await School.SaveAsync(coupon);
                return coupon.Id.ToString();
            case "refund":
                var refund = new Refund(
                    Guid.Parse(await NeedAsync("paid_order")),
                    new Money(4_900, "EUR"),
                    ActorOf(Owner).UserId,
                    "",
                    School.Clock.GetUtcNow()
                );
                await School.SaveAsync(refund);
                return refund.Id.ToString();
            case "dispute":
                var dispute = new Dispute(
                    Guid.Parse(await NeedAsync("paid_order")),
                    $"du_{Guid.NewGuid():N}",
                    new Money(4_900, "EUR"),
                    "fraudulent",
                    School.Clock.GetUtcNow()
                );
                await School.SaveAsync(dispute);
                return dispute.Id.ToString();
            case "stripe_event":
                var stripeEvent = new StripeEvent(
                    $"evt_{Guid.NewGuid():N}",
                    "price.created",
                    """{"data": {"object": {"id": "price_1"}}}""",
                    School.Clock.GetUtcNow()
                );
                await School.SaveAsync(stripeEvent);
                return stripeEvent.Id;
            case "plan":
                return (await PlanAsync()).Id.ToString();
            case "offer":
                await OfferAsync();
                return thing;
            case "membership":
                return await MembershipAsync();
            case "membership_share":
                return await MembershipShareAsync();
            case "conversation":
                return await ConversationAsync();

            case "earnings":
                using (var stripe = new StripeEmulator(School.Database))
                {
                    await School.ReadyPayoutAccountAsync(ActorOf(Instructor), await stripe.ReadyAccountAsync());
                    await stripe.FundAsync(2 * Earned);
                }

                await School.EarnAsync(ActorOf(Instructor), Earned);
                return thing;
            case "tax_year":
                return await BookAsync(Guid.NewGuid());
            case "sale_year":
                return await BookAsync(Guid.Parse(await NeedAsync("paid_order")));
            case "payout":
                await NeedAsync("earnings");
                return (
                    await School.DoAsync<RequestPayout, Payout>(r => r.ExecuteAsync(ActorOf(Instructor), new Money(Earned, "EUR"), CancellationToken.None))
                ).Id.ToString();
            case "paid_payout":
                var approved = Guid.Parse(await NeedAsync("payout"));
                await School.DoAsync<ReviewPayout>(r => r.ExecuteAsync(ActorOf(Admin), approved, approve: true, "", CancellationToken.None));
                return (await School.DoAsync<TransferPayout, Payout>(t => t.ExecuteAsync(approved, CancellationToken.None))).Id.ToString();
            case "uncertain_payout":
                return await LosePayoutAsync(Guid.Parse(await NeedAsync("payout")));
            default:
                throw new InvalidOperationException($"access-matrix.txt asks for {{{thing}}}, which nobody makes.");
        }
    }

    private async Task<PublishedTestCourse> PublishedAsync() => published ??= await School.PublishedCourseAsync(instructor: ActorOf(Instructor));

    private async Task<string> BundleAsync()
    {
        Guid[] courses = [Guid.Parse(await NeedAsync("course")), Guid.Parse(await NeedAsync("second_course"))];
        var made = await School.DoAsync<CreateBundle, OfferedBundle>(c =>
            c.ExecuteAsync(ActorOf(Instructor), "All about compilers", courses, [new Money(7_900, "EUR")], CancellationToken.None)
        );
        return made.Bundle.Id.ToString();
    }

    private async Task<string> OrderAsync(Action<Order> bring, GiftCard? gift = null)
    {
        var course = await PublishedAsync();
        var offer = new Offer(course.Id, course.Instructor.UserId, "Compilers in an Afternoon", Quote.Of(new Money(4_900, "EUR"), 3_000), Gift: gift);
        var order = new Order(ActorOf(Owner).UserId, Guid.NewGuid(), offer, School.Clock.GetUtcNow());
        bring(order);
        await School.SaveAsync(order);
        return order.Id.ToString();
    }

    /// <summary>A sale with tax, booked now.</summary>
    /// <summary>Books the sale of an order, and says in which year.</summary>
    private async Task<string> BookAsync(Guid orderId)
    {
        await using var scope = School.Services.CreateAsyncScope();
        var split = SaleSplit.Of(new Money(5_831, "EUR"), 2_000, tax: new Money(931, "EUR"));
        var sale = new Sale(orderId, ActorOf(Instructor).UserId, split, new Settlement(split.Gross, new Money(199, "EUR")));
        await scope
            .ServiceProvider.GetRequiredService<SchoolDbContext>()
            .InTransactionAsync(
                () => scope.ServiceProvider.GetRequiredService<RecordSale>().ExecuteAsync([sale], CancellationToken.None),
                CancellationToken.None
            );
        return School.Clock.GetUtcNow().UtcDateTime.Year.ToString();
    }

    private async Task<string> RegisterAsync()
    {
        var email = $"{Guid.NewGuid():N}@eschool.test";
        await School.DoAsync<Register>(r => r.ExecuteAsync(Guid.NewGuid(), email, Password, "Ada", CancellationToken.None));
        var now = School.Clock.GetUtcNow();
        await School.ReadAsync(db => db.Users.Where(u => u.EmailNormalized == email).ExecuteUpdateAsync(set => set.SetProperty(u => u.EmailVerifiedAt, now)));
        return email;
    }

    private async Task<string> DraftAsync(string instructor, string name, Action<Course> bring)
    {
        var now = School.Clock.GetUtcNow();
        var course = new Course(ActorOf(instructor).UserId, new CourseText("Compilers in an Evening", "From letters to code.", "All of it.", "en"), now);
        var section = course.AddSection("Everything", now);
        var lesson = course.AddLesson(section.Id, "The article", required: true, new ArticleContent("Read me.", 10), now);
        course.SetPrice(new Money(4_900, "EUR"), A.Limits);
        bring(course);
        await School.SaveAsync(course);
        (made[$"{name}_section"], made[$"{name}_lesson"]) = (section.Id.ToString(), lesson.Id.ToString());
        return course.Id.ToString();
    }

    private async Task<string> FailedAssetAsync()
    {
        var asset = new Asset(AssetOwner.Alone(ActorOf(Instructor).UserId), "broken.mp4", "video/mp4", 1_000, School.Clock.GetUtcNow());
        asset.FinishUpload("version-1");
        asset.BeginAttempt();
        asset.Fail("No video in it.");
        await School.SaveAsync(asset);
        return asset.Id.ToString();
    }

    private Task<Upload> BeginUploadAsync() =>
        School.DoAsync<CreateUpload, Upload>(c =>
            c.ExecuteAsync(AssetOwner.Alone(ActorOf(Instructor).UserId), new UploadFile("lecture.mp4", 1_024, "video/mp4"), CancellationToken.None)
        );

    private async Task<string> SendUploadAsync()
    {
        var (upload, bytes) = (await BeginUploadAsync(), RandomNumberGenerator.GetBytes(1_024));
        await SendPartAsync(upload, bytes);
        return upload.Id.ToString();
    }

    private async Task SendPartAsync(Upload upload, byte[] bytes)
    {
        var signed = await School.DoAsync<SignUploadParts, IReadOnlyList<(UploadPart Part, SignedPut Put)>>(s =>
            s.ExecuteAsync(ActorOf(Instructor), upload.Id, [(1, MD5.HashData(bytes))], CancellationToken.None)
        );
        using var http = new HttpClient();
        using var content = new ByteArrayContent(bytes);
        foreach (var (name, value) in signed[0].Put.Headers)
        {
            content.Headers.Add(name, value);
        }

        using var answer = await http.PutAsync(new Uri(signed[0].Put.Url), content);
        answer.EnsureSuccessStatusCode();
    }

    private async Task<string> ApplicationAsync(Action<InstructorApplication> bring)
    {
        var application = new InstructorApplication(ActorOf(Owner).UserId, School.Clock.GetUtcNow());
        application.Describe("Has taught compilers for twenty years.", "Compilers", School.Clock.GetUtcNow());
        bring(application);
        await School.SaveAsync(application);
        return application.Id.ToString();
    }

    private async Task<string> SendDocumentAsync(Guid application)
    {
        var upload = await School.DoAsync<CreateApplicationUpload, DocumentUpload>(c =>
            c.ExecuteAsync(ActorOf(Owner), application, DocumentKind.Sample, "application/pdf", CancellationToken.None)
        );
        Assert.Equal(204, await DocumentForm.PostAsync(upload.Form.Url, upload.Form.Fields, DocumentForm.Pdf()));
        return upload.Token;
    }

    private async Task<string> SendPictureAsync()
    {
        var upload = await School.DoAsync<CreateAvatarUpload, AvatarUpload>(c => c.ExecuteAsync(ActorOf(Owner), "image/png", CancellationToken.None));
        using var http = new HttpClient();
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in upload.Form.Fields)
        {
            form.Add(new StringContent(value), name);
        }

        form.Add(new ByteArrayContent([1, 2, 3]), "file", "picture");
        using var answer = await http.PostAsync(new Uri(upload.Form.Url), form);
        answer.EnsureSuccessStatusCode();
        return upload.UploadId.ToString();
    }

    private async Task<string> SendCoverAsync(Guid courseId) =>
        (await School.UploadCoverAsync(ActorOf(Instructor), courseId, TestPictures.Png(640, 360))).ToString();

    private async Task<string> CertificateAsync()
    {
        var now = School.Clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var facts = new CertificateFacts("Ada Lovelace", "Compilers in an Afternoon", 1, "Grace Hopper", 2, now);
        await School.SaveAsync(
            new Certificate(
                id,
                CertificateSerial.Of(id),
                Guid.Parse(await NeedAsync("enrollment")),
                ActorOf(Owner).UserId,
                facts,
                RandomNumberGenerator.GetBytes(32),
                now
            )
        );
        return id.ToString();
    }

    private async Task<string> ConversationAsync()
    {
        await NeedAsync("enrollment");
        var courseId = (await PublishedAsync()).Id;
        var conversation = (
            await School.DoAsync<StartConversation, ConversationView>(s => s.ExecuteAsync(ActorOf(Owner), courseId, CancellationToken.None))
        ).Conversation;
        await School.DoAsync<SendMessage, ChatMessage>(s =>
            s.ExecuteAsync(ActorOf(Owner), conversation.Id, Guid.NewGuid(), "Good morning.", CancellationToken.None)
        );
        return conversation.Id.ToString();
    }

    private async Task<string> LosePayoutAsync(Guid payoutId)
    {
        await School.ReadAsync(async db =>
        {
            var payout = await db.Payouts.SingleAsync(p => p.Id == payoutId);
            payout.Approve(ActorOf(Admin).UserId, "");
            payout.BeginTransfer(School.Clock.GetUtcNow());
            payout.LoseAnswer();
            return await db.SaveChangesAsync();
        });
        return payoutId.ToString();
    }
}

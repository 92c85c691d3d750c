using System.IO.Compression;
using System.Text.Json;
using ESchool.Application.Identity.Privacy;
using ESchool.Application.Instructors.Applications;
using ESchool.Application.Storage;
using ESchool.Application.Tests.Instructors;
using ESchool.Application.Work;
using ESchool.Domain;
using ESchool.Domain.Certificates;
using ESchool.Domain.Chat;
using ESchool.Domain.Identity;
using ESchool.Domain.Ledger;
using ESchool.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Application.Tests.Identity;

public sealed class PrivacyTests(SchoolFixture fixture) : IClassFixture<SchoolFixture>
{
    /// <summary>Stands in everything the person ever wrote; another word in every test, because they share a database and come in any order.</summary>
    private readonly string canary = $"Zephyrine{Guid.NewGuid():N}"[..20];

    private readonly TestSchool school = fixture.School;

    [Fact]
    public async Task TheExport_HoldsEverythingAboutThePerson_AndNoSecretAndNobodyElse()
    {
        var (actor, email) = await PersonWithALifeAsync();
        var stranger = await school.PersonAsync($"{canary} Stranger");
        var export = await school.DoAsync<RequestDataExport, DataExport>(r => r.ExecuteAsync(actor, CancellationToken.None));
        var again = await school.DoAsync<RequestDataExport, DataExport>(r => r.ExecuteAsync(actor, CancellationToken.None));
        Assert.Equal(export.Id, again.Id);
        await school.DoAsync<ExportData>(e => e.ExecuteAsync(export.Id, CancellationToken.None));
        await school.DoAsync<ExportData>(e => e.ExecuteAsync(export.Id, CancellationToken.None));

        var (ready, url) = await school.DoAsync<GetDataExport, (DataExport, string)>(g => g.ExecuteAsync(actor, export.Id, CancellationToken.None));
        Assert.Equal(DataExportState.Succeeded, ready.State);
        using var http = new HttpClient();
        using var zip = new ZipArchive(new MemoryStream(await http.GetByteArrayAsync(new Uri(url))));
        var texts = zip.Entries.Where(e => e.Name.EndsWith(".json", StringComparison.Ordinal)).ToDictionary(e => e.FullName, ReadAll);
        foreach (var table in new[] { "identity.users", "identity.sessions", "instructors.applications", "chat.messages", "certificates.certificates" })
        {
            Assert.Contains(canary, texts[$"{table}.json"], StringComparison.Ordinal);
        }

        Assert.Contains(email, texts["identity.users.json"], StringComparison.Ordinal);
        Assert.Contains($"files/{Certificate.FileKeyOf(await CertificateOfAsync(actor))}", zip.Entries.Select(e => e.FullName));
        Assert.Contains(zip.Entries, e => e.FullName.StartsWith($"files/applications/{actor.UserId}/", StringComparison.Ordinal));
        Assert.All(texts.Values, text => Assert.DoesNotContain("$argon2id$", text, StringComparison.Ordinal));
        Assert.All(texts.Values, text => Assert.DoesNotContain(stranger, text, StringComparison.Ordinal));
        var other = await school.StudentAsync();
        await Refused.WithAsync(
            IdentityReasons.DataExportNotFound,
            () => school.DoAsync<GetDataExport, (DataExport, string)>(g => g.ExecuteAsync(other, export.Id, CancellationToken.None))
        );

        school.Clock.Advance(DataExport.Lifetime);
        await school.DoAsync<ExpireDataExports>(e => e.ExecuteAsync(CancellationToken.None));
        var storage = school.Services.GetRequiredService<ObjectStorage>();
        Assert.Null(await storage.FindAsync(storage.DocumentsBucket, export.ObjectKey, CancellationToken.None));
    }

    [Fact]
    public async Task AnErasure_LeavesNoRowAndNoFileThatHoldsThePerson()
    {
        var (actor, email) = await PersonWithALifeAsync();
        var certificate = await CertificateOfAsync(actor);
        Assert.NotEmpty(await FindRowsAsync(canary));
        await school.DoAsync<DeleteAccount, DateTimeOffset>(d => d.ExecuteAsync(actor, CancellationToken.None));
        Assert.False(await school.IsOpenAsync(actor));
        Assert.Equal(0, await EraseAsync());

        school.Clock.Advance(User.DeletionGrace);
        Assert.Equal(1, await EraseAsync());
        Assert.Equal(0, await EraseAsync());
        Assert.Empty(await FindRowsAsync(canary));
        Assert.Empty(await FindRowsAsync(email));
        await DeleteDocumentsAsync();
        var storage = school.Services.GetRequiredService<ObjectStorage>();
        Assert.Null(await storage.FindAsync(storage.DocumentsBucket, Certificate.FileKeyOf(certificate), CancellationToken.None));
        Assert.Empty(await storage.ListAsync(storage.DocumentsBucket, $"applications/{actor.UserId}/", CancellationToken.None));
        Assert.Empty(await storage.ListAsync(storage.DocumentsBucket, $"{ObjectStorage.Departures}{actor.UserId}/", CancellationToken.None));

        // The books and the sequence of the conversation are as they were, under a number.
        var messages = await school.ReadAsync(db => db.ChatMessages.Where(m => m.SenderId == actor.UserId).ToListAsync());
        Assert.Equal([("", 1L)], messages.Select(m => (m.Text, m.Sequence)));
        await Refused.WithAsync(IdentityReasons.CredentialsInvalid, () => school.SignInAsync(email));
    }

    [Fact]
    public async Task WithinTheGracePeriod_TheAccountCanBeRestored()
    {
        var email = await school.PersonAsync();
        var actor = await school.ActorAsync(email);
        await school.DoAsync<DeleteAccount, DateTimeOffset>(d => d.ExecuteAsync(actor, CancellationToken.None));
        var back = await school.ActorAsync(email);
        await school.DoAsync<RestoreAccount>(r => r.ExecuteAsync(back, CancellationToken.None));
        school.Clock.Advance(User.DeletionGrace + TimeSpan.FromDays(1));
        Assert.Equal(0, await EraseAsync());
        await school.SignInAsync(email);
    }

    [Fact]
    public async Task AnInstructor_WhoIsOwedMoney_CannotGo()
    {
        var instructor = await school.InstructorAsync();
        await school.ReadAsync(db =>
            db.Database.ExecuteSqlAsync(
                $"INSERT INTO ledger.accounts (id, kind, owner_id, currency, balance_minor_units) VALUES ({Guid.NewGuid()}, {(int)AccountKind.InstructorHeld}, {instructor.UserId}, 'EUR', -100)"
            )
        );
        await Refused.WithAsync(
            IdentityReasons.AccountHasBalance,
            () => school.DoAsync<DeleteAccount, DateTimeOffset>(d => d.ExecuteAsync(instructor, CancellationToken.None))
        );
        Assert.True(await school.IsOpenAsync(instructor));
    }

    /// <summary>As the job does it.</summary>
    private async Task DeleteDocumentsAsync()
    {
        foreach (var payload in await school.ReadAsync(db => db.OutboxMessages.Where(m => m.Kind == DocumentWork.Kind).Select(m => m.Payload).ToListAsync()))
        {
            await school.DoAsync<DeleteDocument>(d => d.ExecuteAsync(JsonSerializer.Deserialize<DocumentWork>(payload)!.Key, CancellationToken.None));
        }
    }

    private Task<int> EraseAsync() => school.DoAsync<EraseAccounts, int>(e => e.ExecuteAsync(CancellationToken.None));

    private Task<Guid> CertificateOfAsync(Actor actor) =>
        school.ReadAsync(db => db.Certificates.Where(c => c.LearnerId == actor.UserId).Select(c => c.Id).SingleAsync());

    /// <summary>Somebody who did everything a person can do here, with a name that is found wherever it stands.</summary>
    private async Task<(Actor Actor, string Email)> PersonWithALifeAsync()
    {
        await school.PrepareStorageAsync();
        var email = await school.PersonAsync($"{canary} Lovelace");
        var actor = await school.ActorAsync(email);
        var course = await school.PublishedCourseAsync();
        var enrollment = await school.EnrollmentAsync(actor, course);
        var application = await school.SaveAsync(actor, $"{canary} has taught for years.", $"What {canary} knows");
        var now = school.Clock.GetUtcNow();
        var certificateId = Guid.CreateVersion7(now);
        var storage = school.Services.GetRequiredService<ObjectStorage>();
        await storage.UploadAsync(
            storage.DocumentsBucket,
            $"applications/{actor.UserId}/{application.Id}/IdentityDocument/{Guid.NewGuid()}",
            [1, 2, 3],
            "application/pdf",
            CancellationToken.None
        );
        await storage.UploadAsync(
            storage.DocumentsBucket,
            $"{ObjectStorage.Departures}{actor.UserId}/{Guid.NewGuid()}.csv",
            [1, 2, 3],
            "text/csv",
            CancellationToken.None
        );
        await storage.UploadAsync(storage.DocumentsBucket, Certificate.FileKeyOf(certificateId), [1, 2, 3], "application/pdf", CancellationToken.None);
        await school.ReadAsync(async db =>
        {
            var facts = new CertificateFacts($"{canary} Lovelace", "Compilers in an Afternoon", 1, "Grace Hopper", 2, now);
            db.Certificates.Add(
                new Certificate(certificateId, CertificateSerial.Of(certificateId), enrollment, actor.UserId, facts, Guid.NewGuid().ToByteArray(), now)
            );
            var session = await db.Sessions.SingleAsync(s => s.Id == actor.SessionId);
            db.Entry(session).Property(s => s.UserAgent).CurrentValue = $"{canary} phone";
            return await db.SaveChangesAsync();
        });
        var conversation = (
            await school.DoAsync<Application.Chat.StartConversation, Application.Chat.ConversationView>(s =>
                s.ExecuteAsync(actor, course.Id, CancellationToken.None)
            )
        ).Conversation;
        await school.DoAsync<Application.Chat.Messages.SendMessage, ChatMessage>(s =>
            s.ExecuteAsync(actor, conversation.Id, Guid.NewGuid(), $"I am {canary}.", CancellationToken.None)
        );
        return (actor, email);
    }

    private Task<IReadOnlyList<string>> FindRowsAsync(string word) => DatabaseSearch.FindTablesAsync(school.Database, word);

    private static string ReadAll(ZipArchiveEntry entry)
    {
        using var reader = new StreamReader(entry.Open());
        return reader.ReadToEnd();
    }
}

using ESchool.Application.Identity.Sessions;
using ESchool.Data;
using ESchool.Domain;
using ESchool.Domain.Catalog;
using ESchool.Domain.Identity;
using ESchool.Domain.Learning;
using ESchool.Domain.Media;
using ESchool.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace ESchool.Bench.Harness;

/// <summary>Fills a database with people and courses through the product's own domain, and signs them in.</summary>
internal sealed class Population(TestSchool school)
{
    /// <summary>A published course of video lessons.</summary>
    public async Task<(CurriculumVersion Version, IReadOnlyList<Guid> Lessons)> CourseAsync(int lessons, int secondsEach)
    {
        var instructor = await school.InstructorAsync();
        var now = school.Clock.GetUtcNow();
        var course = new Course(instructor.UserId, new CourseText("Compilers in an Afternoon", "From letters to code.", "All of it.", "en"), now);
        var section = course.AddSection("Everything", now);
        var playable = new Dictionary<Guid, int>();
        var ids = new List<Guid>();
        for (var i = 1; i <= lessons; i++)
        {
            Asset asset = await school.ReadyAssetAsync(instructor, secondsEach);
            playable[asset.Id] = secondsEach;
            ids.Add(course.AddLesson(section.Id, $"Lecture {i}", required: true, new VideoContent(asset.Id, VideoContent.DefaultThresholdBasisPoints), now).Id);
        }

        course.SetPrice(new Money(4_900, "EUR"), A.Limits);
        course.Submit(playable, now);
        course.Review(CourseState.Approved, "");
        var version = course.Publish(playable, "Grace Hopper", now);
        await school.SaveAsync(course);
        await school.SaveAsync(version);
        return (version, ids);
    }

    /// <summary>People with an open session each, and their access tokens: signed by the school's own key.</summary>
    public async Task<IReadOnlyList<SignedIn>> PeopleAsync(int count, Roles roles = Roles.Student)
    {
        var tokens = school.Services.GetRequiredService<AccessTokens>();
        var now = school.Clock.GetUtcNow();
        var people = new List<(User User, Session Session)>();
        for (var i = 0; i < count; i++)
        {
            var user = new User($"{Guid.NewGuid():N}@eschool.test", "Ada Lovelace", "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA==$AAAA", now);
            user.VerifyEmail(now);
            user.Grant(roles);
            people.Add((user, new Session(user.Id, AuthenticationMethod.Password, secondFactor: true, "bench", "127.0.0.0/24", now)));
        }

        await SaveAllAsync(people.Select(p => p.User));
        await SaveAllAsync(people.Select(p => p.Session));
        return [.. people.Select(p => new SignedIn(p.User.Id, tokens.Issue(p.User, p.Session).Token))];
    }

    /// <summary>Enrolls everybody in a course and opens a playback of each of its videos.</summary>
    /// <returns>The enrollments, in the order of the people.</returns>
    public async Task<IReadOnlyList<Guid>> EnrollAsync(IEnumerable<SignedIn> people, CurriculumVersion version)
    {
        var now = school.Clock.GetUtcNow();
        var enrollments = people.Select(p => new Enrollment(p.UserId, version.CourseId, version.Id, now)).ToList();
        enrollments.ForEach(enrollment => enrollment.OpenPlayback(now, now.AddDays(1)));
        await SaveAllAsync(enrollments);
        await SaveAllAsync(enrollments.SelectMany(e => version.Lessons.Select(l => new LessonProgress(e.Id, l.LessonId, l.AssetId, now))));
        return [.. enrollments.Select(e => e.Id)];
    }

    private async Task SaveAllAsync<TEntity>(IEnumerable<TEntity> entities)
        where TEntity : class
    {
        foreach (var batch in entities.Chunk(500))
        {
            await using var scope = school.Services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<SchoolDbContext>();
            db.AddRange(batch);
            await db.SaveChangesAsync();
        }
    }
}

/// <summary>Somebody with an access token.</summary>
internal sealed record SignedIn(Guid UserId, string Token);

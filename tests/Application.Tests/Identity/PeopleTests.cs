using ESchool.Application.Chat;
using ESchool.Application.Identity.People;
using ESchool.Domain;
using ESchool.Domain.Identity;
using ESchool.Tests.Support;

namespace ESchool.Application.Tests.Identity;

/// <summary>Who may read whose profile.</summary>
public sealed class PeopleTests(SchoolFixture fixture) : IClassFixture<SchoolFixture>
{
    private readonly TestSchool school = fixture.School;

    [Fact]
    public async Task AnInstructor_IsShownToEverybody_AStudentToNobodyElse()
    {
        var (instructor, student, stranger) = (await school.InstructorAsync(), await school.StudentAsync(), await school.StudentAsync());
        Assert.Equal(("Grace Hopper", true), await NameOfAsync(Actor.Anonymous, instructor));
        Assert.Equal(("Ada Lovelace", false), await NameOfAsync(student, student));
        Assert.Equal(("Ada Lovelace", false), await NameOfAsync(await school.SupportAsync(), student));
        foreach (var caller in (Actor[])[Actor.Anonymous, stranger, instructor])
        {
            await Refused.WithAsync(IdentityReasons.UserNotFound, () => NameOfAsync(caller, student));
        }
    }

    [Fact]
    public async Task WhoeverSharesACourse_SeesEachOther()
    {
        var course = await school.PublishedCourseAsync();
        var (one, other) = (await school.StudentAsync(), await school.StudentAsync());
        await school.EnrollmentAsync(one, course);
        await school.EnrollmentAsync(other, course);
        Assert.Equal("Ada Lovelace", (await NameOfAsync(one, other)).Name);
        Assert.Equal("Ada Lovelace", (await NameOfAsync(course.Instructor, one)).Name);
    }

    [Fact]
    public async Task WhoeverSharesAConversation_IsShown_InTheOrderAskedFor_AndOthersAreLeftOut()
    {
        var course = await school.PublishedCourseAsync();
        var (student, stranger) = (await school.StudentAsync(), await school.StudentAsync());
        await school.EnrollmentAsync(student, course);
        await school.DoAsync<StartConversation>(s => s.ExecuteAsync(student, course.Id, CancellationToken.None));
        var asked = (Guid[])[stranger.UserId, student.UserId, Guid.NewGuid(), course.Instructor.UserId, student.UserId];
        var found = await school.DoAsync<FindPeople, IReadOnlyList<PersonView>>(f => f.ExecuteAsync(course.Instructor, asked, CancellationToken.None));
        Assert.Equal([student.UserId, course.Instructor.UserId], found.Select(person => person.UserId));
    }

    private async Task<(string Name, bool Teaches)> NameOfAsync(Actor caller, Actor person)
    {
        var found = await school.DoAsync<GetPerson, PersonView>(g => g.ExecuteAsync(caller, person.UserId, CancellationToken.None));
        return (found.DisplayName, found.IsInstructor);
    }
}

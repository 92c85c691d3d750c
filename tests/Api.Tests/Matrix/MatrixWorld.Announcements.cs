using ESchool.Application.Learning.Announcements;
using ESchool.Domain.Learning;
using ESchool.Domain.Learning.Announcements;

namespace ESchool.Api.Tests.Matrix;

/// <content>What the instructor told the students.</content>
internal sealed partial class MatrixWorld
{
    private async Task<string> AnnouncementAsync()
    {
        await NeedAsync("enrollment");
        var courseId = (await PublishedAsync()).Id;
        var published = await School.DoAsync<PublishAnnouncement, Announcement>(p =>
            p.ExecuteAsync(ActorOf(Instructor), courseId, "Hello", "All of you.", StudentFilter.All, CancellationToken.None)
        );
        await School.DoAsync<SendAnnouncement>(s => s.ExecuteAsync(published.Id, CancellationToken.None));
        return published.Id.ToString();
    }
}

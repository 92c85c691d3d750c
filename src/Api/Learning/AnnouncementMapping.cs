using ESchool.Api.Calls.Wire;
using ESchool.Application.Learning.Announcements;
using Wire = ESchool.Contracts.Learning.V1;

namespace ESchool.Api.Learning;

internal static class AnnouncementMapping
{
    /// <summary>To whom it went is told to authors alone.</summary>
    public static Wire.Announcement ToWire(this AnnouncementView view)
    {
        var announcement = view.Announcement;
        var wire = new Wire.Announcement
        {
            Name = $"courses/{announcement.CourseId}/announcements/{announcement.Id}",
            Subject = announcement.Subject,
            TextMarkdown = announcement.Markdown,
            PublishTime = announcement.PublishedAt.ToWire(),
            Author = $"users/{announcement.AuthorId}",
        };
        if (view.IsForAuthor)
        {
            wire.State = (Wire.Announcement.Types.State)announcement.State;
            wire.RecipientCount = announcement.RecipientCount;
            wire.SentCount = announcement.SentCount;
            wire.Filter = announcement.Filter.ToWire();
        }

        return wire;
    }
}

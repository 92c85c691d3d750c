using ESchool.Application.Learning.Announcements;
using ESchool.Application.Notifications.Emails;
using ESchool.Application.Work;
using ESchool.Domain.Learning;
using ESchool.Domain.Learning.Announcements;
using ESchool.Tests.Support;
using ESchool.Tests.Support.Servers;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Tests.Learning.Reports;

/// <summary>Two workers who send the same mails, because one was thought dead.</summary>
public sealed class AnnouncementMailTests
{
    [Fact]
    public async Task TwoRunsOfAPart_ShareTheMails_AndNoneEndsBeforeTheLastIsOut()
    {
        using var mails = new PickyMailServer();
        await using var school = await TestSchool.OpenAsync(("Smtp:Host", "127.0.0.1"), ("Smtp:Port", $"{mails.Port}"));
        var room = await Classroom.OpenAsync(school);
        for (var i = 0; i < 5; i++)
        {
            await room.EnrollAsync();
        }

        var announcement = await school.DoAsync<PublishAnnouncement, Announcement>(p =>
            p.ExecuteAsync(room.Owner, room.Course.Id, "News", "Something new.", StudentFilter.All, CancellationToken.None)
        );
        await school.DoAsync<SendAnnouncement>(s => s.ExecuteAsync(announcement.Id, CancellationToken.None));
        mails.HoldAfter(0);
        var runs = new[] { SendAsync(), SendAsync() };
        await Wait.UntilAsync("Both at a mail", () => Task.FromResult(mails.Held == 2));
        mails.Release();
        Assert.All(await Task.WhenAll(runs), fault => Assert.True(fault is null or NotYetException, $"{fault}"));
        Assert.Null(await SendAsync());
        Assert.Equal(5, mails.Recipients.Count);
        Assert.Equal(5, mails.Recipients.Distinct().Count());
        Assert.False(await school.ReadAsync(db => db.AnnouncementRecipients.AnyAsync(r => r.MailedAt == null)));

        async Task<Exception?> SendAsync() =>
            await Record.ExceptionAsync(() => school.DoAsync<SendAnnouncementEmails>(s => s.ExecuteAsync(announcement.Id, 1, CancellationToken.None)));
    }
}

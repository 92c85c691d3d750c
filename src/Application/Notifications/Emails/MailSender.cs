using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MimeKit;

namespace ESchool.Application.Notifications.Emails;

/// <summary>An e-mail.</summary>
/// <param name="To">The recipient's address.</param>
/// <param name="Name">The recipient's name.</param>
/// <param name="Subject">One line.</param>
/// <param name="Text">The body, as plain text.</param>
public sealed record Mail(string To, string Name, string Subject, string Text);

/// <summary>Sends e-mail over SMTP. Returns when the server has taken it; otherwise it throws and the job is tried again.</summary>
[Registered(ServiceLifetime.Singleton)]
public sealed class MailSender(IOptions<SmtpOptions> options)
{
    /// <summary>Sends it.</summary>
    public async Task SendAsync(Mail mail, CancellationToken cancellationToken)
    {
        var smtp = options.Value;
        using var message = new MimeMessage();
        message.From.Add(MailboxAddress.Parse(smtp.From));
        message.To.Add(new MailboxAddress(mail.Name, mail.To));
        message.Subject = mail.Subject;
        message.Body = new TextPart("plain") { Text = mail.Text };

        try
        {
            await DeliverAsync(message, smtp, cancellationToken);
        }
        catch (SmtpCommandException refusal)
        {
            // The server's own words often hold the recipient's address, and errors are kept where operators read them.
            throw new MailRefusedException(refusal.StatusCode);
        }
    }

    private static async Task DeliverAsync(MimeMessage message, SmtpOptions smtp, CancellationToken cancellationToken)
    {
        using var client = new SmtpClient();
        var security = smtp.Port == 465 ? SecureSocketOptions.SslOnConnect : SecureSocketOptions.StartTls;
        await client.ConnectAsync(smtp.Host, smtp.Port, smtp.UseTls ? security : SecureSocketOptions.None, cancellationToken);
        if (smtp.User.Length > 0)
        {
            await client.AuthenticateAsync(smtp.User, smtp.Password, cancellationToken);
        }

        await client.SendAsync(message, cancellationToken);
        await client.DisconnectAsync(quit: true, cancellationToken);
    }
}

/// <summary>The mail server did not take a mail. Names neither recipient nor content.</summary>
public sealed class MailRefusedException(SmtpStatusCode status) : Exception($"The mail server refused the mail with {(int)status} {status}.");

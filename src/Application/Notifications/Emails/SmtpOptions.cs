using System.ComponentModel.DataAnnotations;

namespace ESchool.Application.Notifications.Emails;

/// <summary>Settings of the mail server.</summary>
public sealed class SmtpOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Smtp";

    /// <summary>The server's name.</summary>
    [Required]
    public string Host { get; set; } = "127.0.0.1";

    /// <summary>The server's port.</summary>
    [Range(1, 65_535)]
    public int Port { get; set; } = 1025;

    /// <summary>True to require TLS (STARTTLS, or TLS from the start on port 465).</summary>
    public bool UseTls { get; set; }

    /// <summary>Empty when the server asks for no password.</summary>
    public string User { get; set; } = "";

    /// <summary>The password.</summary>
    public string Password { get; set; } = "";

    /// <summary>The sender's address, with or without a name.</summary>
    [Required]
    public string From { get; set; } = "E-School <school@eschool.test>";
}

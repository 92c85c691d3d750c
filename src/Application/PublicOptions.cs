using System.ComponentModel.DataAnnotations;

namespace ESchool.Application;

/// <summary>The addresses at which others reach the school; they stand in e-mails, playlists, QR codes and links.</summary>
public sealed class PublicOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Public";

    /// <summary>The Api's HTTP/1.1 address: gRPC-Web, media, webhooks.</summary>
    [Required]
    public Uri ApiUrl { get; set; } = new("http://127.0.0.1:5080");

    /// <summary>The Workers' address: the job dashboard.</summary>
    [Required]
    public Uri WorkersUrl { get; set; } = new("http://127.0.0.1:5090");

    /// <summary>The frontend's address: e-mails link to it.</summary>
    [Required]
    public Uri WebUrl { get; set; } = new("http://127.0.0.1:3000");

    /// <summary>The frontend's origin, as browsers send it: it may call, upload and play.</summary>
    public string WebOrigin => WebUrl.GetLeftPart(UriPartial.Authority);

    /// <summary>
    /// Further origins that browsers may be sent back to after a payment or an onboarding, besides <see cref="WebUrl"/> and those that may call the Api.
    /// </summary>
    public IList<string> ReturnOrigins { get; } = [];
}

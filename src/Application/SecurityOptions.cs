using System.ComponentModel.DataAnnotations;

namespace ESchool.Application;

/// <summary>The one secret everything else that must be kept or signed derives from.</summary>
public sealed class SecurityOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Security";

    /// <summary>32 random bytes in base 64 (<c>openssl rand -base64 32</c>). The same for every replica of Api and Workers.</summary>
    [Required]
    public string MasterKey { get; set; } = "";
}

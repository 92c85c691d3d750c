using System.ComponentModel.DataAnnotations;

namespace ESchool.Application.Storage;

/// <summary>Settings of the S3 server.</summary>
public sealed class S3Options
{
    /// <summary>The section's name.</summary>
    public const string Section = "S3";

    /// <summary>The server's address; empty for AWS itself.</summary>
    public string ServiceUrl { get; set; } = "";

    /// <summary>The region.</summary>
    [Required]
    public string Region { get; set; } = "us-east-1";

    /// <summary>The access key id.</summary>
    [Required]
    public string AccessKey { get; set; } = "";

    /// <summary>The secret access key.</summary>
    [Required]
    public string SecretKey { get; set; } = "";

    /// <summary>True to address buckets by path; servers other than AWS want it.</summary>
    public bool ForcePathStyle { get; set; } = true;

    /// <summary>The private, versioned bucket of uploads and renditions.</summary>
    [Required]
    public string MediaBucket { get; set; } = "eschool-media";

    /// <summary>The private bucket of certificates and other documents.</summary>
    [Required]
    public string DocumentsBucket { get; set; } = "eschool-documents";

    /// <summary>The origins browsers may upload and play from.</summary>
    public IList<string> AllowedOrigins { get; } = [];
}

using ESchool.Demo.Props;
using Grpc.Net.Client;

namespace ESchool.Demo.Chapters;

/// <summary>Who and what the chapters share.</summary>
public sealed class Cast(SchoolAddresses addresses, Narrator narrator, GrpcChannel channel, HttpClient http, string outputFolder)
{
    public SchoolAddresses Addresses => addresses;

    public Narrator Narrator => narrator;

    public GrpcChannel Channel => channel;

    public HttpClient Http => http;

    public string OutputFolder => outputFolder;

    public Mailbox Mailbox { get; } = new(http, addresses.Mail);

    public Person Admin { get; } = new(channel, "Administrator", addresses.AdminEmail, addresses.AdminPassword, addresses.AdminTotpSecret);

    public Person Instructor { get; } = NewPerson(channel, "Grace Hopper", "grace");

    public Person CoAuthor { get; } = NewPerson(channel, "Margaret Hamilton", "margaret");

    public Person Student { get; } = NewPerson(channel, "Ada Lovelace", "ada");

    public Person Friend { get; } = NewPerson(channel, "Alan Turing", "alan");

    /// <summary>`courses/{course}`, once it is made.</summary>
    public string Course { get; set; } = "";

    /// <summary>`enrollments/{enrollment}`, once it is paid.</summary>
    public string Enrollment { get; set; } = "";

    /// <summary>A second run must not meet the first one's people.</summary>
    private static Person NewPerson(GrpcChannel channel, string name, string who) =>
        new(channel, name, $"{who}.{DateTime.UtcNow:yyyyMMddHHmmssfff}@eschool.test", $"demo-{Guid.NewGuid():N}"[..20]);
}

using System.Text;
using Microsoft.Extensions.DependencyInjection;
using OtpNet;

namespace ESchool.Application.Identity.Accounts;

/// <summary>
/// What is made of a request or an address alone, whether an account is behind it or not, so that answers and statements are the same for both.
/// </summary>
[Registered(ServiceLifetime.Singleton)]
public sealed class MailCodes(SchoolSecrets secrets)
{
    private const string CodePurpose = "identity.mail-code";
    private const string NobodyPurpose = "identity.nobody";

    /// <summary>
    /// The code that the page of a registration shows and that the subject of its mail begins with: a person with two mails knows which is theirs.
    /// </summary>
    /// <param name="registrationId">The request's id.</param>
    public string CodeOf(Guid registrationId)
    {
        var letters = Base32Encoding.ToString(secrets.Sign(CodePurpose, registrationId.ToByteArray()))[..6];
        return $"{letters[..3]}-{letters[3..]}";
    }

    /// <summary>
    /// A number that no user has, always the same for one address: what is asked for an address nobody has runs into the same limits as for a known one.
    /// </summary>
    /// <param name="email">The address, normalised.</param>
    public Guid NobodyOf(string email) => new(secrets.Sign(NobodyPurpose, Encoding.UTF8.GetBytes(email)).AsSpan(0, 16));
}

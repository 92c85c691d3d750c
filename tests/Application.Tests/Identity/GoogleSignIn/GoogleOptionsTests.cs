using System.ComponentModel.DataAnnotations;
using ESchool.Application.Identity.GoogleSignIn;

namespace ESchool.Application.Tests.Identity.GoogleSignIn;

public sealed class GoogleOptionsTests
{
    [Theory]
    [InlineData("https://accounts.google.com", true)]
    [InlineData("http://127.0.0.1:5000", true)]
    [InlineData("http://[::1]:5000", true)]
    [InlineData("http://localhost:5000", true)]
    [InlineData("http://openid.localhost:12112", true)]
    [InlineData("http://accounts.google.com", false)]
    [InlineData("http://localhost.example.com", false)]
    [InlineData("http://127.0.0.1.example.com", false)]
    [InlineData("http://10.0.0.1", false)]
    [InlineData("ftp://127.0.0.1", false)]
    [InlineData("accounts.google.com", false)]
    public void AnIssuer_IsHttps_OrOnLoopback(string issuer, bool right) => Assert.Equal(right, ProblemsOf(new GoogleOptions { Issuer = issuer }).Count == 0);

    [Fact]
    public void WithoutAClientId_NothingElseIsNeeded() => Assert.Empty(ProblemsOf(new GoogleOptions()));

    [Fact]
    public void WithAClientId_SecretAndRedirectAddressAreNeeded() => Assert.Equal(2, ProblemsOf(new GoogleOptions { ClientId = "school" }).Count);

    private static List<ValidationResult> ProblemsOf(GoogleOptions options) => [.. options.Validate(new ValidationContext(options))];
}

using ESchool.Demo;
using ESchool.Demo.Chapters;
using ESchool.Demo.Props;
using Grpc.Core;

var narrator = new Narrator(Console.Out, isTerminal: !Console.IsOutputRedirected);
try
{
    var addresses = SchoolAddresses.FromEnvironment();
    var cast = await Story.PlayAsync(addresses, narrator, "demo-output");
    SayWhatIsLeft(cast);
    return 0;
}
catch (Exception fault) when (fault is StoryException or RpcException or HttpRequestException or IOException or System.ComponentModel.Win32Exception)
{
    Console.Error.WriteLine();
    Console.Error.WriteLine($"FAILED while: {narrator.Present}");
    Console.Error.WriteLine($"  {fault.Message}");
    return 1;
}

void SayWhatIsLeft(Cast cast)
{
    var grpc = cast.Addresses.Grpc.Authority;
    narrator.Say(
        $"""

        Everything worked. Still running, until ./eschool down:
          gRPC       {cast.Addresses.Grpc}
          gRPC-Web   {cast.Addresses.Web}
          mail       {cast.Addresses.Mail}
          dashboard  {cast.Addresses.Workers}hangfire (open it with the link that CreateDashboardLink gives an administrator)
          S3         {cast.Addresses.S3}
          certificate  demo-output/certificate.pdf

        Users (e-mail and password):
          administrator  {cast.Admin.Email}  {cast.Admin.Password}  (and a code: oathtool --totp -b {cast.Addresses.AdminTotpSecret})
          instructor     {cast.Instructor.Email}  {cast.Instructor.Password}
          student        {cast.Student.Email}  {cast.Student.Password}

        Try:
          grpcurl -plaintext {grpc} list
          grpcurl -plaintext -d '{"{"}"query":"compilers"{"}"}' {grpc} eschool.catalog.v1.CatalogService/SearchCourses
          grpcurl -plaintext -d '{"{"}"email":"{cast.Student.Email}","password":"{cast.Student.Password}"{"}"}' {grpc} eschool.identity.v1.IdentityService/SignIn
        """
    );
}

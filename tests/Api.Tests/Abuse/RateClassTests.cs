using ESchool.Api.Calls;
using ESchool.Api.Calls.Rates;
using ESchool.Contracts.Options.V1;

namespace ESchool.Api.Tests.Abuse;

/// <summary>What calls count as: declared in the contract, or by shape and name.</summary>
public sealed class RateClassTests
{
    [Theory]
    [InlineData("CatalogService.SearchCourses", RateClass.Read)]
    [InlineData("CatalogService.SuggestCourses", RateClass.Read)]
    [InlineData("LearningService.ExplainProgress", RateClass.Read)]
    [InlineData("CertificateService.VerifyCertificate", RateClass.Read)]
    [InlineData("AuthoringService.CreateCourse", RateClass.Write)]
    [InlineData("LearningService.RecordWatch", RateClass.Write)]
    [InlineData("OrderService.StartCheckout", RateClass.Costly)]
    [InlineData("UploadService.CreateUpload", RateClass.Costly)]
    [InlineData("ChatService.Connect", RateClass.Stream)]
    [InlineData("NotificationService.Watch", RateClass.Stream)]
    public void AnRpc_CountsAs(string rpc, RateClass expected) =>
        Assert.Equal(
            expected,
            RateClasses.Of(ContractServices.Descriptors.SelectMany(service => service.Methods).Single(method => $"{method.Service.Name}.{method.Name}" == rpc))
        );
}

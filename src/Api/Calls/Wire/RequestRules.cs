using System.Text;
using ESchool.Domain;
using FluentValidation;
using FluentValidation.Resources;
using FluentValidation.Results;
using Google.Protobuf;

namespace ESchool.Api.Calls.Wire;

/// <summary>
/// Checks the shape of requests, by the contract's options and then by a validator if there is one; all violations are reported at once, by the contract's
/// field names.
/// </summary>
internal sealed class RequestRules(IServiceProvider services)
{
    /// <summary>Refuses a request of the wrong shape.</summary>
    /// <exception cref="DomainException"><c>REQUEST_INVALID</c>.</exception>
    public void Require<TRequest>(TRequest request)
    {
        var faults = request is IMessage sent ? WireTimes.FaultsIn(sent).ToList() : [];
        var broken = request is IMessage message ? faults.Concat(ContractRules.FaultsIn(message)).ToList() : faults;

        // A validator cannot read what is no time.
        var result = faults.Count == 0 ? services.GetService<IValidator<TRequest>>()?.Validate(request) : null;
        var refused = (result?.Errors ?? [])
            .Select(error => new FieldViolation(FieldOf(error.PropertyName), FaultOf(error), error.ErrorMessage))
            .Where(violation => !broken.Exists(field => field.Field == violation.Field));
        if (broken.Concat(refused).Where(violation => UpdateMasks.Concerns(request as IMessage, violation)).ToList() is { Count: > 0 } violations)
        {
            throw Invalid(violations);
        }
    }

    /// <summary>The refusal of a request with these violations.</summary>
    public static DomainException Invalid(params IReadOnlyList<FieldViolation> violations) =>
        new(CallReasons.RequestInvalid, string.Join(" ", violations.Select(v => $"{v.Field}: {v.Description}"))) { FieldViolations = violations };

    /// <summary>Registers every validator of this assembly.</summary>
    public static void AddTo(IServiceCollection services)
    {
        ValidatorOptions.Global.LanguageManager = new ContractLanguage();
        services.AddSingleton<RequestRules>();
        foreach (var validator in AssemblyScanner.FindValidatorsInAssembly(typeof(RequestRules).Assembly, includeInternalTypes: true))
        {
            services.AddSingleton(validator.InterfaceType, validator.ValidatorType);
        }
    }

    /// <summary>What the rule says itself (<see cref="FieldFaults"/>), or what its kind means.</summary>
    private static FieldFault FaultOf(ValidationFailure error) =>
        error.CustomState as FieldFault?
        ?? error.ErrorCode switch
        {
            "NotEmptyValidator" or "NotEqualValidator" or "NotNullValidator" => FieldFault.Required,
            "EmptyValidator" or "NullValidator" => FieldFault.NotAllowed,
            "EnumValidator" or "EqualValidator" => FieldFault.UnknownValue,
            "MaximumLengthValidator" => FieldFault.TooLong,
            "MinimumLengthValidator" => FieldFault.TooShort,
            "ExclusiveBetweenValidator"
            or "InclusiveBetweenValidator"
            or "GreaterThanOrEqualValidator"
            or "GreaterThanValidator"
            or "LessThanOrEqualValidator"
            or "LessThanValidator" => FieldFault.OutOfRange,
            "EmailValidator" or "RegularExpressionValidator" => FieldFault.Malformed,
            _ => throw new InvalidOperationException($"The rule of {error.PropertyName} does not say which fault it finds."),
        };

    private static string FieldOf(string property)
    {
        var field = new StringBuilder();
        foreach (var letter in property)
        {
            if (char.IsUpper(letter) && field.Length > 0 && field[^1] is not '.' and not '_')
            {
                field.Append('_');
            }

            field.Append(char.ToLowerInvariant(letter));
        }

        // `ContentCase` is how C# sees the oneof `content`.
        const string oneof = "_case";
        return field.ToString() is var name && name.EndsWith(oneof, StringComparison.Ordinal) ? name[..^oneof.Length] : name;
    }

    /// <summary>What rules without words of their own say, after the field's name.</summary>
    internal sealed class ContractLanguage : LanguageManager
    {
        public static readonly IReadOnlyDictionary<string, string> Words = new Dictionary<string, string>
        {
            ["EmailValidator"] = "must be an e-mail address.",
            ["EmptyValidator"] = "must not be given.",
            ["EnumValidator"] = "must be a value of the contract.",
            ["EqualValidator"] = "must be {ComparisonValue}.",
            ["ExactLengthValidator"] = "must have {MaxLength} characters.",
            ["ExclusiveBetweenValidator"] = "must be between {From} and {To}, without these two.",
            ["GreaterThanOrEqualValidator"] = "must be at least {ComparisonValue}.",
            ["GreaterThanValidator"] = "must be more than {ComparisonValue}.",
            ["InclusiveBetweenValidator"] = "must be from {From} to {To}.",
            ["LengthValidator"] = "must have {MinLength} to {MaxLength} characters.",
            ["LessThanOrEqualValidator"] = "must be at most {ComparisonValue}.",
            ["LessThanValidator"] = "must be less than {ComparisonValue}.",
            ["MaximumLengthValidator"] = "must have at most {MaxLength} characters.",
            ["MinimumLengthValidator"] = "must have at least {MinLength} characters.",
            ["NotEmptyValidator"] = "must be given.",
            ["NotEqualValidator"] = "must not be {ComparisonValue}.",
            ["NotNullValidator"] = "must be given.",
            ["PredicateValidator"] = "is not of the form that the contract describes.",
            ["RegularExpressionValidator"] = "is not of the form that the contract describes.",
        };

        public ContractLanguage()
        {
            foreach (var (rule, words) in Words)
            {
                AddTranslation("en", rule, words);
            }
        }
    }
}

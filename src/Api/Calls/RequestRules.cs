using System.Text;
using ESchool.Domain;
using FluentValidation;
using FluentValidation.Resources;

namespace ESchool.Api.Calls;

/// <summary>Checks the shape of requests; all violations are reported at once, by the contract's field names.</summary>
internal sealed class RequestRules(IServiceProvider services)
{
    /// <summary>Refuses a request of the wrong shape.</summary>
    /// <exception cref="DomainException"><c>REQUEST_INVALID</c>.</exception>
    public void Require<TRequest>(TRequest request)
    {
        var result = services.GetService<IValidator<TRequest>>()?.Validate(request);
        if (result is { IsValid: false })
        {
            throw Invalid([.. result.Errors.Select(error => new Violation(FieldOf(error.PropertyName), error.ErrorMessage))]);
        }
    }

    /// <summary>The refusal of a request with these violations.</summary>
    public static DomainException Invalid(params IReadOnlyList<Violation> violations) =>
        new(CallReasons.RequestInvalid, string.Join(" ", violations.Select(v => $"{v.Subject}: {v.Description}"))) { Violations = violations };

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
    private sealed class ContractLanguage : LanguageManager
    {
        public ContractLanguage() => AddTranslation("en", "EnumValidator", "must be a value of the contract.");
    }
}

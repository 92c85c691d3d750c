using ESchool.Domain;
using FluentValidation;

namespace ESchool.Api.Calls.Wire;

/// <summary>Rules say which fault they find, so that clients can say it in their users' words.</summary>
internal static class FieldFaults
{
    /// <summary>The fault of whatever breaks the rule.</summary>
    public static IRuleBuilderOptions<T, TProperty> WithFault<T, TProperty>(this IRuleBuilderOptions<T, TProperty> rule, FieldFault fault) =>
        rule.WithState(_ => fault);

    /// <summary>The fault of a value that breaks the rule.</summary>
    public static IRuleBuilderOptions<T, TProperty> WithFault<T, TProperty>(this IRuleBuilderOptions<T, TProperty> rule, Func<TProperty, FieldFault> fault) =>
        rule.WithState((_, value) => fault(value));

    /// <summary>The fault of a text whose length is not allowed.</summary>
    public static FieldFault OfLength(string text, int maximum) =>
        !TextLength.IsWithin(text, maximum) ? FieldFault.TooLong
        : text.Trim().Length == 0 ? FieldFault.Required
        : FieldFault.TooShort;

    /// <summary>The fault of a text that is not of the form it must have.</summary>
    public static FieldFault OfForm(string text) => text.Trim().Length == 0 ? FieldFault.Required : FieldFault.Malformed;
}

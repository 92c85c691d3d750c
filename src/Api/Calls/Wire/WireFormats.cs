using ESchool.Domain;
using FluentValidation;
using Google.Protobuf.WellKnownTypes;

namespace ESchool.Api.Calls.Wire;

/// <summary>The one place where money, times and ids change between the wire's form and ours.</summary>
internal static class WireFormats
{
    private const int NanosPerUnit = 1_000_000_000;

    /// <summary>Our money on the wire.</summary>
    public static Google.Type.Money ToWire(this Money money)
    {
        var perUnit = Currency.Get(money.CurrencyCode).MinorUnitsPerUnit;
        var (units, rest) = Math.DivRem(money.MinorUnits, perUnit);
        return new Google.Type.Money
        {
            CurrencyCode = money.CurrencyCode,
            Units = units,
            Nanos = (int)(rest * (NanosPerUnit / perUnit)),
        };
    }

    /// <summary>Money from the wire.</summary>
    /// <exception cref="DomainException"><c>REQUEST_INVALID</c>: unknown currency, finer than its minor unit, mixed signs, or too large.</exception>
    public static Money ToMoney(this Google.Type.Money money, string field)
    {
        var currency =
            Currency.Find(money.CurrencyCode)
            ?? throw RequestRules.Invalid(new FieldViolation($"{field}.currency_code", FieldFault.UnknownValue, "is not a currency the school knows."));
        var nanosPerMinor = NanosPerUnit / (int)currency.MinorUnitsPerUnit;
        if (money.Nanos % nanosPerMinor != 0)
        {
            throw RequestRules.Invalid(
                new FieldViolation($"{field}.nanos", FieldFault.TooPrecise, $"is finer than {currency.Code}, which has {currency.Exponent} decimals.")
            );
        }

        if (Math.Abs((long)money.Nanos) >= NanosPerUnit || (money.Units > 0 && money.Nanos < 0) || (money.Units < 0 && money.Nanos > 0))
        {
            throw RequestRules.Invalid(new FieldViolation($"{field}.nanos", FieldFault.OutOfRange, "must be less than a unit and have the sign of the units."));
        }

        if (money.Units is > 1_000_000_000_000 or < -1_000_000_000_000)
        {
            throw RequestRules.Invalid(new FieldViolation($"{field}.units", FieldFault.OutOfRange, "is more than anything here costs."));
        }

        return new Money((money.Units * currency.MinorUnitsPerUnit) + (money.Nanos / nanosPerMinor), currency.Code);
    }

    /// <summary>
    /// Our times on the wire: to the microsecond, as Postgres keeps them, so that the answer to a change tells the same as every reading after it.
    /// </summary>
    public static Timestamp ToWire(this DateTimeOffset time) => Timestamp.FromDateTimeOffset(time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMicrosecond)));

    /// <summary>A time that may be absent.</summary>
    public static Timestamp? ToWire(this DateTimeOffset? time) => time is { } known ? known.ToWire() : null;

    /// <summary>A row version as an etag.</summary>
    public static string ToEtag(this uint rowVersion) => rowVersion.ToString();

    /// <summary>An etag as a row version; null when absent.</summary>
    /// <exception cref="DomainException"><c>ETAG_STALE</c>: it is none of ours.</exception>
    public static uint? ToRowVersion(this string etag) =>
        etag.Length == 0 ? null
        : uint.TryParse(etag, out var version) ? version
        : throw new DomainException(CallReasons.EtagStale, "The etag is none of this resource; read it again.");

    /// <summary>Whole seconds as the wire has them.</summary>
    public static Duration ToDuration(this int seconds) => new() { Seconds = seconds };

    /// <summary>Whole seconds as the wire has them.</summary>
    public static Duration ToDuration(this long seconds) => new() { Seconds = seconds };

    /// <summary>The rule of ids that clients make.</summary>
    public static IRuleBuilderOptions<T, string> MustBeUuid<T>(this IRuleBuilder<T, string> rule) =>
        rule.Must(id => (Guid.TryParseExact(id, "D", out var guid) && guid != Guid.Empty))
            .WithFault(FieldFaults.OfForm)
            .WithMessage("must be a UUID made by the client.");

    /// <summary>The rule of currencies; an absent one is left to REQUIRED.</summary>
    public static IRuleBuilderOptions<T, string> MustBeCurrency<T>(this IRuleBuilder<T, string> rule) =>
        rule.Must(code => code.Length == 0 || Currency.Find(code) is not null)
            .WithFault(FieldFault.UnknownValue)
            .WithMessage("must be the ISO 4217 code of a currency that the school knows, such as EUR.");

    /// <summary>The rule of languages; empty is not checked.</summary>
    public static IRuleBuilderOptions<T, string> MustBeLanguage<T>(this IRuleBuilder<T, string> rule) =>
        rule.Must(tag => tag.Length == 0 || LanguageTag.Find(tag) is not null)
            .WithFault(FieldFault.UnknownValue)
            .WithMessage("must be a BCP 47 tag of a language, such as en or pt-BR.");

    /// <summary>The rule of e-mail addresses that are looked up: whatever no account can have is simply not found.</summary>
    public static IRuleBuilderOptions<T, string> MustBeEmail<T>(this IRuleBuilder<T, string> rule) => rule.MustBeMailbox(allowUtf8: true);

    /// <summary>The rule of e-mail addresses that mail is sent to for the first time.</summary>
    /// <param name="rule">Of the field.</param>
    /// <param name="allowUtf8">True where local parts beyond ASCII are taken.</param>
    public static IRuleBuilderOptions<T, string> MustBeMailbox<T>(this IRuleBuilder<T, string> rule, bool allowUtf8) =>
        rule.Must(email => FaultOfEmail(email, allowUtf8) is null).WithFault(FieldFaults.OfForm).WithMessage((_, email) => FaultOfEmail(email, allowUtf8));

    private static string? FaultOfEmail(string email, bool allowUtf8) =>
        email.Length <= 254
        && MimeKit.MailboxAddress.TryParse(email, out var box)
        && box.Address == email.Trim()
        && email.Contains('@', StringComparison.Ordinal)
            ? Domain.Identity.EmailAddress.FaultOf(email, allowUtf8)
            : "must be an e-mail address.";
}

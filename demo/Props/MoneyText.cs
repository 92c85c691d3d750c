using Google.Type;

namespace ESchool.Demo.Props;

internal static class MoneyText
{
    /// <summary>As people read it, such as <c>EUR 49.00</c>.</summary>
    public static string Show(this Money money) => $"{money.CurrencyCode} {money.Units + (money.Nanos / 1_000_000_000m):0.00}";
}

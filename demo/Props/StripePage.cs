namespace ESchool.Demo.Props;

/// <summary>Stripe's checkout page, as a browser fills it.</summary>
public static class StripePage
{
    public static async Task PayAsync(HttpClient http, Uri page, Person payer)
    {
        (await http.GetAsync(page)).EnsureSuccessStatusCode().Dispose();
        using var form = new FormUrlEncodedContent(
            new Dictionary<string, string>
            {
                ["email"] = payer.Email,
                ["payment_method"] = "card",
                ["card_number"] = "4242 4242 4242 4242",
                ["card_expiry"] = "12 / 40",
                ["card_cvc"] = "123",
                ["name"] = payer.Name,
            }
        );
        using var answer = await http.PostAsync(page, form);
        if (answer.StatusCode != System.Net.HttpStatusCode.SeeOther)
        {
            throw new StoryException($"The checkout page answered {(int)answer.StatusCode} instead of sending the browser on.");
        }
    }
}

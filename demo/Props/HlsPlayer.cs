using System.Security.Cryptography;

namespace ESchool.Demo.Props;

/// <summary>Fetches what a player would: master playlist, media playlists, key and segments, and decrypts the segments.</summary>
public sealed class HlsPlayer(HttpClient http)
{
    private const byte TransportStreamSync = 0x47;

    /// <returns>The names of the renditions, and how many segments were fetched and decrypted.</returns>
    public async Task<(IReadOnlyList<string> Renditions, int Segments)> FetchAsync(Uri master)
    {
        var renditions = Lines(await http.GetStringAsync(master)).Where(line => !line.StartsWith('#')).ToList();
        var segments = 0;
        foreach (var rendition in renditions)
        {
            segments += await FetchRenditionAsync(new Uri(master, rendition));
        }

        return (renditions, segments);
    }

    private async Task<int> FetchRenditionAsync(Uri playlist)
    {
        var lines = Lines(await http.GetStringAsync(playlist)).ToList();
        var keyLine = lines.Single(line => line.StartsWith("#EXT-X-KEY", StringComparison.Ordinal));
        var keyUri = keyLine.Split("URI=\"")[1].Split('"')[0];
        using var aes = Aes.Create();
        aes.Key = await http.GetByteArrayAsync(new Uri(playlist, keyUri));
        var addresses = lines.Where(line => !line.StartsWith('#')).ToList();
        for (var number = 0; number < addresses.Count; number++)
        {
            // Without an IV in the playlist, the IV is the media sequence number (RFC 8216, 5.2).
            var iv = new byte[16];
            iv[15] = (byte)number;
            iv[14] = (byte)(number >> 8);
            var plain = aes.DecryptCbc(await FollowAsync(new Uri(playlist, addresses[number])), iv);
            if (plain[0] != TransportStreamSync)
            {
                throw new StoryException($"Segment {number} of {playlist.Segments[^1]} does not decrypt to a transport stream.");
            }
        }

        return addresses.Count;
    }

    /// <summary>A segment's address is the school's, which sends the player on to S3 for as long as access lasts.</summary>
    private async Task<byte[]> FollowAsync(Uri segment)
    {
        using var answer = await http.GetAsync(segment);
        if (answer.Headers.Location is { } signed)
        {
            return await http.GetByteArrayAsync(new Uri(segment, signed));
        }

        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadAsByteArrayAsync();
    }

    private static IEnumerable<string> Lines(string playlist) => playlist.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

using System.Text;

namespace ESchool.Application.Media.Ffmpeg.Sandbox;

/// <summary>Reads lines of bounded length: a hostile file can make a program print one line without end.</summary>
internal static class BoundedLines
{
    private const int MaximumLength = 64 * 1024;

    public static async Task ReadAsync(StreamReader reader, Action<string> onLine)
    {
        var buffer = new char[4096];
        var line = new StringBuilder();
        for (int count; (count = await reader.ReadAsync(buffer)) > 0; )
        {
            foreach (var character in buffer.AsSpan(0, count))
            {
                if (character != '\n')
                {
                    line.Append(character);
                    continue;
                }

                onLine(line.ToString());
                line.Clear();
            }

            if (line.Length > MaximumLength)
            {
                throw new InvalidDataException("A line of output is too long.");
            }
        }

        if (line.Length > 0)
        {
            onLine(line.ToString());
        }
    }
}

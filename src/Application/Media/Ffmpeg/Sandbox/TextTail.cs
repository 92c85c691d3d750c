using System.Text;

namespace ESchool.Application.Media.Ffmpeg.Sandbox;

/// <summary>Keeps the end of a text, because that is where a program says why it gives up.</summary>
internal sealed class TextTail(int length)
{
    private readonly StringBuilder kept = new();

    public async Task ReadAsync(StreamReader reader)
    {
        var buffer = new char[4096];
        for (int count; (count = await reader.ReadAsync(buffer)) > 0; )
        {
            kept.Append(buffer, 0, count);
            if (kept.Length > length)
            {
                kept.Remove(0, kept.Length - length);
            }
        }
    }

    public override string ToString() => kept.ToString();
}

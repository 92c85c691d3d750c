using System.Buffers.Binary;
using System.Security.Cryptography;

namespace ESchool.Application.Media.Ffmpeg.Segments;

/// <summary>
/// Encrypts segments as HLS <c>METHOD=AES-128</c> without an IV attribute has it (RFC 8216, 5.2): AES-128-CBC, PKCS #7, the IV being the media
/// sequence number. ffmpeg could, but uses the first segment's IV for all when none is given (5.1), would need the key on disk, and would hold
/// it while it parses a stranger's file.
/// </summary>
internal sealed class SegmentSeal : IDisposable
{
    private readonly Aes aes = Aes.Create();

    public SegmentSeal(byte[] contentKey) => aes.Key = contentKey;

    public byte[] Encrypt(ReadOnlySpan<byte> segment, int sequence)
    {
        Span<byte> iv = stackalloc byte[16];
        iv.Clear();
        BinaryPrimitives.WriteInt32BigEndian(iv[12..], sequence);
        return aes.EncryptCbc(segment, iv);
    }

    public void Dispose() => aes.Dispose();
}

namespace ESchool.Bench.Measures.Chat;

/// <summary>A device's place: whose it is, where, and what it has seen.</summary>
internal sealed record ChatSeat(string Conversation, string Token, long Seen);

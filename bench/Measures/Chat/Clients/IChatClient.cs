namespace ESchool.Bench.Measures.Chat.Clients;

/// <summary>One device in a room, over whichever protocol.</summary>
internal interface IChatClient
{
    /// <summary>The connections it needs.</summary>
    IReadOnlyList<Link> Links { get; }

    bool IsReady { get; }

    /// <summary>Puts a message in line; it leaves with the next flush of its links.</summary>
    void Send(ReadOnlySpan<byte> text);
}

/// <summary>Hears what a client gets.</summary>
internal interface IChatEvents
{
    /// <summary>The server says that a message of this client is taken.</summary>
    void Acknowledged(int client);

    /// <summary>A message came.</summary>
    /// <param name="client">To whom.</param>
    /// <param name="sequence">Its number in the room; 0 when the server gives none.</param>
    /// <param name="text">Its text.</param>
    void Delivered(int client, long sequence, ReadOnlySpan<byte> text);
}

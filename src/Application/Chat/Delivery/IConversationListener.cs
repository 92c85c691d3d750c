using ESchool.Domain;

namespace ESchool.Application.Chat.Delivery;

/// <summary>The outer end of a stream that reads a conversation. It is called from wherever something happens: it must not wait.</summary>
public interface IConversationListener
{
    /// <summary>There may be something to read.</summary>
    void Wake();

    /// <summary>The reader has to stop.</summary>
    void End(DomainException reason);

    /// <summary>Asked every other second.</summary>
    /// <returns>Why the reader has to stop now; null when it may go on.</returns>
    DomainException? ReasonToEnd();
}

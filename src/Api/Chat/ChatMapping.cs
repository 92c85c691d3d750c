using ESchool.Api.Calls;
using ESchool.Contracts.Chat.V1;
using FluentValidation;

namespace ESchool.Api.Chat;

internal static class ChatMapping
{
    public static Message ToWire(this Domain.Chat.ChatMessage message) => new()
    {
        Sequence = message.Sequence,
        Sender = $"users/{message.SenderId}",
        ClientMessageId = message.ClientMessageId.ToString(),
        Text = message.Text,
        SendTime = message.SentAt.ToWire(),
    };

    public static Conversation ToWire(this Domain.Chat.Conversation conversation) => new()
    {
        Name = $"conversations/{conversation.Id}",
        Course = $"courses/{conversation.CourseId}",
        Student = $"users/{conversation.StudentId}",
        Instructor = $"users/{conversation.InstructorId}",
        LastSequence = conversation.LastSequence,
        UpdateTime = conversation.UpdatedAt.ToWire(),
    };
}

internal sealed class SendMessageRequestRules : AbstractValidator<SendMessageRequest>
{
    public SendMessageRequestRules() => RuleFor(r => r.ClientMessageId).MustBeRequestId(required: true);
}

internal sealed class SubscribeRequestRules : AbstractValidator<SubscribeRequest>
{
    public SubscribeRequestRules() => RuleFor(r => r.LastSeenSequence).GreaterThanOrEqualTo(0).WithMessage("must not be negative.");
}

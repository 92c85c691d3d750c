using ESchool.Api.Calls.Wire;
using ESchool.Application.Chat;
using ESchool.Contracts.Chat.V1;
using FluentValidation;

namespace ESchool.Api.Chat;

internal static class ChatMapping
{
    public static Message ToWire(this Domain.Chat.ChatMessage message) =>
        new()
        {
            Sequence = message.Sequence,
            Sender = $"users/{message.SenderId}",
            ClientMessageId = message.ClientMessageId.ToString(),
            Text = message.Text,
            SendTime = message.SentAt.ToWire(),
            RemoveTime = message.RemovedAt.ToWire(),
        };

    public static Conversation ToWire(this ConversationView view) =>
        new()
        {
            Name = $"conversations/{view.Conversation.Id}",
            Course = $"courses/{view.Conversation.CourseId}",
            Student = $"users/{view.Conversation.StudentId}",
            Instructor = $"users/{view.Conversation.InstructorId}",
            LastSequence = view.Conversation.LastSequence,
            UpdateTime = view.Conversation.UpdatedAt.ToWire(),
            CourseTitle = view.CourseTitle,
            StudentDisplayName = view.StudentName,
            InstructorDisplayName = view.InstructorName,
        };
}

internal sealed class SendMessageRequestRules : AbstractValidator<SendMessageRequest>
{
    public SendMessageRequestRules() => RuleFor(r => r.ClientMessageId).MustBeUuid();
}

internal sealed class SubscribeRequestRules : AbstractValidator<SubscribeRequest>
{
    public SubscribeRequestRules() => RuleFor(r => r.LastSeenSequence).GreaterThanOrEqualTo(0).WithMessage("must not be negative.");
}

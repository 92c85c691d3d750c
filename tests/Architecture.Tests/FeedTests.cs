using System.Text.Json;
using ESchool.Api.Notifications;
using ESchool.Application.Work.Feed;
using ESchool.Contracts.Notifications.V1;
using ESchool.Domain.Notifications;

namespace ESchool.Architecture.Tests;

/// <summary>Every kind of feed event is a record, a message in the contract, and a mapping between them.</summary>
public sealed class FeedTests
{
    public static TheoryData<string> Kinds => [.. FeedEventType.All.Select(one => one.Kind)];

    [Fact]
    public void EveryKind_IsAMessageOfTheContract_AndTheOtherWayRound() =>
        Assert.Equal(
            Notification.Descriptor.Oneofs.Single(o => o.Name == "event").Fields.Select(f => f.Name).Order(StringComparer.Ordinal),
            FeedEventType.All.Select(one => one.Kind.Replace('.', '_')).Order(StringComparer.Ordinal)
        );

    /// <summary>What is stored of an event arrives on the wire: in its own message, with every field set.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void AnEvent_ArrivesAsItsOwnMessage_WithAllItsFields(string kind)
    {
        var type = FeedEventType.All.Single(one => one.Kind == kind).Type;
        var happened = Activator.CreateInstance(
            type,
            [
                .. type.GetConstructors()
                    .Single(c => c.GetParameters() is not [{ ParameterType: var only }] || only != type)
                    .GetParameters()
                    .Select(p => SampleOf(p.ParameterType)),
            ]
        );
        var notification = StoredAs(kind, JsonSerializer.Serialize(happened, type)).ToWire();
        var field = Notification.Descriptor.FindFieldByName(kind.Replace('.', '_'));
        Assert.Equal(field.FieldNumber, (int)notification.EventCase);
        var message = (Google.Protobuf.IMessage)field.Accessor.GetValue(notification);

        // Of a oneof, one is set.
        var unset = message
            .Descriptor.Fields.InFieldNumberOrder()
            .Where(f => f.RealContainingOneof is null && f.Accessor.GetValue(message) is null or "" or 0)
            .Concat(message.Descriptor.RealOneofs().Where(o => o.Accessor.GetCaseFieldDescriptor(message) is null).SelectMany(o => o.Fields));
        Assert.Empty(unset.Select(f => f.FullName));
    }

    [Fact]
    public void AnEventOfALaterVersion_IsANotificationWithoutEvent()
    {
        var notification = StoredAs("moon.landed", "{}").ToWire();
        Assert.Equal((Notification.EventOneofCase.None, 7), (notification.EventCase, notification.Sequence));
    }

    private static UserEvent StoredAs(string kind, string payload)
    {
        var stored = (UserEvent)Activator.CreateInstance(typeof(UserEvent), nonPublic: true)!;
        foreach (
            var (name, value) in new (string, object)[]
            {
                (nameof(UserEvent.Kind), kind),
                (nameof(UserEvent.Payload), payload),
                (nameof(UserEvent.Sequence), 7L),
                (nameof(UserEvent.HappenedAt), DateTimeOffset.UtcNow),
            }
        )
        {
            typeof(UserEvent).GetProperty(name)!.SetValue(stored, value);
        }

        return stored;
    }

    private static object SampleOf(Type type) =>
        Nullable.GetUnderlyingType(type) is { } value ? SampleOf(value)
        : type == typeof(Guid) ? Guid.NewGuid()
        : type == typeof(string) ? "EUR"
        : type == typeof(DateTimeOffset) ? DateTimeOffset.UtcNow
        : type.IsEnum ? Enum.GetValues(type).GetValue(0)!
        : Convert.ChangeType(1, type);
}

internal static class Oneofs
{
    /// <summary>The oneofs of a message, without those that only say that a field is optional.</summary>
    public static IEnumerable<Google.Protobuf.Reflection.OneofDescriptor> RealOneofs(this Google.Protobuf.Reflection.MessageDescriptor message) =>
        message.Oneofs.Where(o => !o.IsSynthetic);
}

using ESchool.Api.Calls;
using ESchool.Contracts.Options.V1;
using ESchool.Data;
using Google.Protobuf.Reflection;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Architecture.Tests;

/// <summary>Every table says whose rows it holds, every text of a person's row whether it is personal; so the export and the erasure forget nothing.</summary>
public sealed class PersonalDataTests
{
    [Fact]
    public void EveryTable_SaysWhoseRowsItHolds()
    {
        using var db = new DesignTimeSchoolDbContextFactory().CreateDbContext([]);
        var silent = db.Model.GetEntityTypes().Where(entity => PersonalData.OwnerOf(entity) is null);
        Assert.Empty(silent.Select(entity => entity.DisplayName()));
    }

    [Fact]
    public void EveryText_OfAPersonsRow_SaysWhetherItIsPersonal()
    {
        using var db = new DesignTimeSchoolDbContextFactory().CreateDbContext([]);
        var silent =
            from entity in db.Model.GetEntityTypes()
            where !string.IsNullOrEmpty(PersonalData.OwnerOf(entity))
            from property in entity.GetFlattenedProperties()
            where property.ClrType == typeof(string) && PersonalData.IsPersonal(property) is null
            select $"{entity.DisplayName()}.{property.Name}";
        Assert.Empty(silent);
    }

    /// <summary>A column that points at a user makes a table of persons.</summary>
    [Fact]
    public void EveryTable_WithAUserInIt_BelongsToSomebody()
    {
        string[] words = ["user_id", "owner_id", "student_id", "learner_id", "instructor_id", "applicant_id", "sender_id", "actor_id"];
        using var db = new DesignTimeSchoolDbContextFactory().CreateDbContext([]);
        var disowned =
            from entity in db.Model.GetEntityTypes()
            where
                string.IsNullOrEmpty(PersonalData.OwnerOf(entity)) && entity.GetFlattenedProperties().Any(property => words.Contains(property.GetColumnName()))
            select entity.DisplayName();
        Assert.Empty(disowned);
    }

    [Fact]
    public void EveryPersonalField_OfTheContract_IsMarked()
    {
        string[] words =
        [
            "email",
            "display_name",
            "bio",
            "expertise",
            "headline",
            "learner_name",
            "network",
            "user_agent",
            "time_zone",
            "locale",
            "avatar_url",
        ];
        var unmarked =
            from file in ContractServices.Descriptors.Select(service => service.File).Distinct()
            from message in AllMessages(file.MessageTypes)
            from field in message.Fields.InDeclarationOrder()
            where field.FieldType == FieldType.String && words.Contains(field.Name) && field.GetOptions()?.GetExtension(OptionsExtensions.Personal) != true
            select field.FullName;
        Assert.Empty(unmarked);
    }

    private static IEnumerable<MessageDescriptor> AllMessages(IEnumerable<MessageDescriptor> messages) =>
        messages.SelectMany(message => AllMessages(message.NestedTypes).Append(message));
}

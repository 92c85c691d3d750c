using System.Linq.Expressions;
using System.Text.Json;
using ESchool.Domain.Catalog;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ESchool.Data.Catalog;

/// <summary>How the words that describe a course are stored: a column each, named for the property. They are about a work, not about a person.</summary>
internal static class CourseTextMapping
{
    public static void HasText<T>(this EntityTypeBuilder<T> builder, Expression<Func<T, CourseText?>> property)
        where T : class =>
        builder.ComplexProperty(
            property,
            text =>
            {
                text.IsRequired();
                foreach (var word in typeof(CourseText).GetProperties())
                {
                    text.Property(word.PropertyType, word.Name).HasColumnName(JsonNamingPolicy.SnakeCaseLower.ConvertName(word.Name)).IsNotPersonal();
                }
            }
        );
}

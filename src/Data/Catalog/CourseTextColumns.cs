using System.Linq.Expressions;
using ESchool.Domain.Catalog;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ESchool.Data.Catalog;

/// <summary>How the words that describe a course are stored: a column each, named for the property. They are about a work, not about a person.</summary>
internal static class CourseTextColumns
{
    public static void HasText<T>(this EntityTypeBuilder<T> builder, Expression<Func<T, CourseText?>> property)
        where T : class =>
        builder.ComplexProperty(
            property,
            text =>
            {
                text.IsRequired();
                text.Property(t => t.Faq)
                    .HasConversion(
                        faq => RecordColumns.ToJson(faq),
                        json => RecordColumns.FromJson<CourseQuestion[]>(json),
                        new ValueComparer<CourseQuestion[]>((a, b) => a!.SequenceEqual(b!), faq => faq.Length, faq => faq)
                    )
                    .HasColumnType("jsonb");
                foreach (var word in typeof(CourseText).GetProperties())
                {
                    text.Property(word.PropertyType, word.Name).HasColumnName(RecordColumns.NameOf(word)).IsNotPersonal();
                }
            }
        );
}

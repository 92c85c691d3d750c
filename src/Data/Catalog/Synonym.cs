using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ESchool.Data.Catalog;

/// <summary>A word, or two or three words, with what it means: who searches for one of those with a meaning finds the others too.</summary>
public sealed class Synonym
{
    private Synonym() { }

    /// <summary>The words as search compares them: in lower case, without accents and signs.</summary>
    public string Word { get; private set; } = "";

    /// <summary>What they mean; the same text for all that mean the same.</summary>
    public string Meaning { get; private set; } = "";
}

internal sealed class SynonymConfiguration : IEntityTypeConfiguration<Synonym>
{
    public void Configure(EntityTypeBuilder<Synonym> builder)
    {
        builder.ToTable("synonyms", "catalog");
        builder.HasKey(s => s.Word);
        builder.HasIndex(s => s.Meaning);
        builder.BelongsToNobody();
    }
}

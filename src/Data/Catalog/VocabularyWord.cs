using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ESchool.Data.Catalog;

/// <summary>A word of a title, a subtitle, a tag or a name that was ever listed: what a misspelt word may have meant.</summary>
public sealed class VocabularyWord
{
    private VocabularyWord() { }

    /// <summary>The word, in lower case and without accents.</summary>
    public string Word { get; private set; } = "";
}

internal sealed class VocabularyWordConfiguration : IEntityTypeConfiguration<VocabularyWord>
{
    public void Configure(EntityTypeBuilder<VocabularyWord> builder)
    {
        builder.ToTable("vocabulary", "catalog");
        builder.HasKey(w => w.Word);
        builder.HasIndex(w => w.Word, "ix_vocabulary_trigrams").HasMethod("gin").HasOperators("gin_trgm_ops");

        // Single words, of nobody in particular.
        builder.BelongsToNobody();
    }
}

using ESchool.Domain.Identity;
using ESchool.Domain.Payouts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ESchool.Data.Payouts;

internal sealed class PayoutTermsConfiguration : IEntityTypeConfiguration<PayoutTerms>
{
    public void Configure(EntityTypeBuilder<PayoutTerms> builder)
    {
        builder.ToTable("payout_terms", "payouts");
        builder.HasKey(t => t.InstructorId);
        builder.HasOne<User>().WithOne().HasForeignKey<PayoutTerms>(t => t.InstructorId);
        builder.Property<uint>("RowVersion").IsRowVersion();
        builder.BelongsTo("instructor_id = @user", OnErasure.Delete);
    }
}

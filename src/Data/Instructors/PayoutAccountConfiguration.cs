using ESchool.Domain.Identity;
using ESchool.Domain.Instructors;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ESchool.Data.Instructors;

internal sealed class PayoutAccountConfiguration : IEntityTypeConfiguration<PayoutAccount>
{
    public void Configure(EntityTypeBuilder<PayoutAccount> builder)
    {
        builder.ToTable("payout_accounts", "instructors");
        builder.HasKey(a => a.InstructorId);
        builder.HasOne<User>().WithOne().HasForeignKey<PayoutAccount>(a => a.InstructorId);
        builder.HasIndex(a => a.StripeAccountId).IsUnique();

        // What was paid where is part of the books.
        builder.BelongsTo("instructor_id = @user", OnErasure.Keep);
        builder.Property(a => a.StripeAccountId).IsNotPersonal();
        builder.Property(a => a.Country).IsNotPersonal();
    }
}

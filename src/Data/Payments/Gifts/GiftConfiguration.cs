using ESchool.Domain.Payments.Checkout;
using ESchool.Domain.Payments.Gifts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ESchool.Data.Payments.Gifts;

internal sealed class GiftConfiguration : IEntityTypeConfiguration<Gift>
{
    public void Configure(EntityTypeBuilder<Gift> builder)
    {
        builder.ToTable("gifts", "payments");
        builder.HasKey(g => g.OrderId);
        builder.HasOne<Order>().WithOne(o => o.Gift).HasForeignKey<Gift>(g => g.OrderId);

        builder.BelongsTo("order_id IN (SELECT id FROM payments.orders WHERE student_id = @user)", OnErasure.Keep);
        builder.Property(g => g.RecipientEmail).IsPersonal();
        builder.Property(g => g.Message).IsPersonal();
    }
}

using ESchool.Domain.Catalog;
using ESchool.Domain.Learning;
using ESchool.Domain.Payments.Checkout;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ESchool.Data.Payments.Checkout;

internal sealed class OrderCourseConfiguration : IEntityTypeConfiguration<OrderCourse>
{
    public void Configure(EntityTypeBuilder<OrderCourse> builder)
    {
        builder.ToTable("order_courses", "payments");
        builder.HasKey(c => new { c.OrderId, c.CourseId });
        builder.HasOne<Course>().WithMany().HasForeignKey(c => c.CourseId);
        builder.HasOne<Enrollment>().WithMany().HasForeignKey(c => c.EnrollmentId);

        // In which bundles a course was sold.
        builder.HasIndex(c => new { c.CourseId, c.OrderId });

        builder.BelongsTo("order_id IN (SELECT id FROM payments.orders WHERE student_id = @user)", OnErasure.Keep);
        builder.Property(c => c.Title).IsNotPersonal();
    }
}

using ESchool.Domain.Administration.Moderation;
using ESchool.Domain.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ESchool.Data.Administration.Moderation;

internal sealed class ModerationCaseConfiguration : IEntityTypeConfiguration<ModerationCase>
{
    public void Configure(EntityTypeBuilder<ModerationCase> builder)
    {
        builder.ToTable("cases", "administration", table => table.HasCheckConstraint("ck_cases_claim", "(claimed_by IS NULL) = (claim_expires_at IS NULL)"));
        builder.HasKey(c => c.Id);
        builder.HasOne<User>().WithMany().HasForeignKey(c => c.PersonId);

        // Whatever is reported of one thing is decided together, however many reports race.
        builder.HasIndex(c => c.Target, "ux_cases_open").IsUnique().HasFilter($"state = {(int)CaseState.Open}");

        // The queue, and what was decided; cases about a person and about a thing.
        builder.HasIndex(c => new { c.OpenedAt, c.Id }, "ix_cases_queue").HasFilter($"state = {(int)CaseState.Open}");
        builder.HasIndex(c => new { c.OpenedAt, c.Id }, "ix_cases_opened");
        builder.HasIndex(c => new { c.PersonId, c.Id });

        builder.BelongsTo("person_id = @user", OnErasure.Keep);
        builder.Property(c => c.Target).IsNotPersonal();
    }
}

internal sealed class EvidenceSnapshotConfiguration : IEntityTypeConfiguration<EvidenceSnapshot>
{
    public void Configure(EntityTypeBuilder<EvidenceSnapshot> builder)
    {
        builder.ToTable("case_snapshots", "administration");
        builder.HasKey(s => s.Id);
        builder.Ignore(s => s.Content);
        builder.HasOne<ModerationCase>().WithMany().HasForeignKey(s => s.CaseId);
        builder.HasIndex(s => new { s.CaseId, s.Id });

        // Whose words they are can have them, and they go with the account: what is left to decide about somebody who is gone needs none.
        builder.BelongsTo("case_id IN (SELECT id FROM administration.cases WHERE person_id = @user)", OnErasure.Keep);
        builder.Property(s => s.Title).IsPersonal();
        builder.Property(s => s.Text).IsPersonal();
        builder.Property(s => s.PictureKey).IsPersonal();
        builder.Property(s => s.Slug).IsNotPersonal();
    }
}

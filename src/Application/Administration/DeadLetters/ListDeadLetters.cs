using ESchool.Data;
using ESchool.Data.Outbox;
using Microsoft.EntityFrameworkCore;

namespace ESchool.Application.Administration.DeadLetters;

/// <summary>Which dead letters are listed; null means all.</summary>
/// <param name="Kind">Only of this kind of work.</param>
/// <param name="State">Only in this state.</param>
public sealed record DeadLetterFilter(string? Kind, DeadLetterState? State);

/// <summary>Lists the work that failed after its last try, the newest first.</summary>
public sealed class ListDeadLetters(SchoolDbContext db)
{
    /// <summary>Reads a page.</summary>
    public async Task<Page<DeadLetter>> ExecuteAsync(DeadLetterFilter filter, PageRequest page, CancellationToken cancellationToken)
    {
        var letters = db.DeadLetters.AsNoTracking().Where(d => page.AfterId == null || d.Id < page.AfterId);
        letters = filter.Kind is { } kind ? letters.Where(d => d.Kind == kind) : letters;
        letters = filter.State is { } state ? letters.Where(d => d.State == state) : letters;
        var rows = await letters.OrderByDescending(d => d.Id).Take(page.Size + 1).ToListAsync(cancellationToken);
        return Page<DeadLetter>.Of(rows, page.Size, d => d.Id.ToString());
    }
}

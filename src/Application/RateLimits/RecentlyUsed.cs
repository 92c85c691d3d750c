using System.Collections.Concurrent;

namespace ESchool.Application.RateLimits;

/// <summary>
/// A bounded table that forgets what is not used: two generations, and what nobody asks for while a generation lasts is gone with the next.
/// A key that is in use costs one lookup without a lock.
/// </summary>
internal sealed class RecentlyUsed<TKey, TValue>(int capacity, TimeSpan generation, TimeProvider clock, Func<TKey, TValue> make)
    where TKey : notnull
{
    private readonly Lock rotating = new();
    private volatile ConcurrentDictionary<TKey, TValue> young = new();
    private volatile ConcurrentDictionary<TKey, TValue> old = new();
    private long born = clock.GetTimestamp();
    private int count;

    /// <summary>How many are kept now; never more than twice the capacity, and a few that raced.</summary>
    public int Count => young.Count + old.Count;

    public TValue Get(TKey key) => young.TryGetValue(key, out var value) ? value : Add(key);

    private TValue Add(TKey key)
    {
        // Only when somebody comes or comes back: a table that nobody is added to does not grow.
        if (Interlocked.Increment(ref count) > capacity || clock.GetElapsedTime(Interlocked.Read(ref born)) > generation)
        {
            Rotate();
        }

        return young.GetOrAdd(key, old.TryGetValue(key, out var known) ? known : make(key));
    }

    private void Rotate()
    {
        lock (rotating)
        {
            // Whoever waited for the lock finds it done.
            if (young.Count < capacity && clock.GetElapsedTime(Interlocked.Read(ref born)) <= generation)
            {
                Interlocked.Exchange(ref count, young.Count);
                return;
            }

            old = young;
            young = new ConcurrentDictionary<TKey, TValue>();
            Interlocked.Exchange(ref count, 1);
            Interlocked.Exchange(ref born, clock.GetTimestamp());
        }
    }
}

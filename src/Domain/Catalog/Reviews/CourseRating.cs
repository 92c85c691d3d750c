namespace ESchool.Domain.Catalog.Reviews;

/// <summary>How many reviews of a course that count give how many stars. Every review that begins or ceases to count changes it in the same transaction.</summary>
public sealed class CourseRating
{
    /// <summary>What a course is taken for of which nothing is known: the school-wide mean.</summary>
    public const double PriorMean = 4;

    /// <summary>How many reviews that mean is worth.</summary>
    public const int PriorWeight = 10;

    private CourseRating() { }

    /// <summary>A rating without reviews.</summary>
    public CourseRating(Guid courseId) => CourseId = courseId;

    /// <summary>A rating with the numbers of reviews that give 1, 2, 3, 4 and 5 stars.</summary>
    public CourseRating(Guid courseId, int ones, int twos, int threes, int fours, int fives)
        : this(courseId) => Reset([ones, twos, threes, fours, fives]);

    /// <summary>The course.</summary>
    public Guid CourseId { get; private set; }

    /// <summary>Reviews with one star.</summary>
    public int Ones { get; private set; }

    /// <summary>Reviews with two stars.</summary>
    public int Twos { get; private set; }

    /// <summary>Reviews with three stars.</summary>
    public int Threes { get; private set; }

    /// <summary>Reviews with four stars.</summary>
    public int Fours { get; private set; }

    /// <summary>Reviews with five stars.</summary>
    public int Fives { get; private set; }

    /// <summary>The five numbers, those of one star first.</summary>
    public IReadOnlyList<int> Counts => [Ones, Twos, Threes, Fours, Fives];

    /// <summary>How many reviews count.</summary>
    public int Count => Counts.Sum();

    /// <summary>All their stars.</summary>
    public long Sum => Counts.Select((count, i) => (long)count * (i + 1)).Sum();

    /// <summary>The average of the stars; 0 without reviews.</summary>
    public double Average => Count == 0 ? 0 : (double)Sum / Count;

    /// <summary>
    /// The Bayesian average, by which courses are compared: as if <see cref="PriorWeight"/> more reviews had given <see cref="PriorMean"/> stars. One review
    /// with five stars is no better course than a hundred with 4.8.
    /// </summary>
    public double Score => ((PriorWeight * PriorMean) + Sum) / (PriorWeight + Count);

    /// <summary>A review begins to count, ceases to, or counts with other stars.</summary>
    /// <param name="before">The stars it counted with; null when it did not count.</param>
    /// <param name="after">The stars it counts with; null when it does not count.</param>
    public void Move(int? before, int? after)
    {
        if (before != after)
        {
            var counts = Counts.ToArray();
            if (before is { } gone)
            {
                counts[gone - 1]--;
            }

            if (after is { } come)
            {
                counts[come - 1]++;
            }

            Reset(counts);
        }
    }

    /// <summary>Sets the five numbers, those of one star first.</summary>
    public void Reset(IReadOnlyList<int> counts)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(counts.Count, Review.MostStars);
        ArgumentOutOfRangeException.ThrowIfNegative(counts.Min());
        (Ones, Twos, Threes, Fours, Fives) = (counts[0], counts[1], counts[2], counts[3], counts[4]);
    }
}

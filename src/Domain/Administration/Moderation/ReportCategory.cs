namespace ESchool.Domain.Administration.Moderation;

/// <summary>What is wrong, in the eyes of who reports it. The contract's <c>ReportCategory</c> has the same numbers.</summary>
public enum ReportCategory
{
    /// <summary>Advertising, or the same over and over.</summary>
    Spam = 1,

    /// <summary>Somebody is insulted, threatened or pestered.</summary>
    Harassment = 2,

    /// <summary>People are attacked for what they are.</summary>
    Hate = 3,

    /// <summary>Sexual content.</summary>
    Sexual = 4,

    /// <summary>Violence is shown or called for.</summary>
    Violence = 5,

    /// <summary>Somebody's work is used without a right to it.</summary>
    Copyright = 6,

    /// <summary>Something private about a person is told.</summary>
    Privacy = 7,

    /// <summary>Somebody is to be cheated.</summary>
    Fraud = 8,

    /// <summary>It is not what it claims to be.</summary>
    Misleading = 9,

    /// <summary>Against the law in another way.</summary>
    Illegal = 10,

    /// <summary>Something else.</summary>
    Other = 11,
}

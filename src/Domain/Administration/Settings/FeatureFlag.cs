using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ESchool.Domain.Administration.Settings;

/// <summary>
/// Something new that a part of the people has. Who has it is decided by a hash of the flag's name and their id: the same person always gets the same answer,
/// whoever has it at 10 % has it at 20 % too, and different flags choose different people.
/// </summary>
public sealed class FeatureFlag
{
    /// <summary>Everybody.</summary>
    public const int WholeBasisPoints = 10_000;

    private FeatureFlag() { }

    /// <summary>Makes a flag that nobody has.</summary>
    public FeatureFlag(string name) => Name = name;

    /// <summary>Its name.</summary>
    public string Name { get; private set; } = "";

    /// <summary>What it is for.</summary>
    public string Description { get; private set; } = "";

    /// <summary>How many have it, in basis points.</summary>
    public int RolloutBasisPoints { get; private set; }

    /// <summary>When it was changed last.</summary>
    public DateTimeOffset UpdatedAt { get; private set; }

    /// <summary>Rolls it out, or back.</summary>
    public void Set(int rolloutBasisPoints, string description, DateTimeOffset now) =>
        (RolloutBasisPoints, Description, UpdatedAt) = (rolloutBasisPoints, description.Trim(), now);

    /// <summary>Whether somebody has it.</summary>
    /// <param name="personId">A user, or a visitor.</param>
    public bool IsOnFor(Guid personId) => IsOn(Name, RolloutBasisPoints, personId);

    /// <summary>Whether somebody has a flag that is rolled out so far.</summary>
    /// <param name="name">The flag.</param>
    /// <param name="rolloutBasisPoints">How many have it.</param>
    /// <param name="personId">A user, or a visitor.</param>
    public static bool IsOn(string name, int rolloutBasisPoints, Guid personId)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{name}:{personId:d}"));
        return BinaryPrimitives.ReadUInt64BigEndian(hash) % WholeBasisPoints < (ulong)rolloutBasisPoints;
    }
}

using ESchool.Application.Typesetting.Fonts;
using HarfBuzzSharp;

namespace ESchool.Application.Typesetting.Scripts;

/// <summary>A stretch of text of one direction, one script and one font: what HarfBuzz shapes in one call.</summary>
/// <param name="Start">Index of its first character.</param>
/// <param name="Length">Number of characters.</param>
/// <param name="Level">Its bidi level; odd ones run from right to left.</param>
/// <param name="Script">Its script.</param>
/// <param name="Font">The font that has its characters.</param>
internal readonly record struct TextRun(int Start, int Length, byte Level, Script Script, BundledFont Font);

using ESchool.Application.Typesetting;
using ESchool.Domain.Certificates;
using SkiaSharp;

namespace ESchool.Application.Certificates.Rendering;

/// <summary>Sets the words of a certificate, in the order in which they are read.</summary>
internal sealed class CertificateComposition(TextFitter fitter)
{
    private readonly List<PlacedText> _texts = [];

    /// <summary>Everything that has been set.</summary>
    public IReadOnlyList<PlacedText> Texts => _texts;

    public void Compose(CertificateFacts facts, string serial, string url)
    {
        Line(CertificateWording.School.ToUpperInvariant(), TextStyle.Masthead, 15, 81, CertificatePalette.Ink);
        Line(CertificateWording.Title, TextStyle.Heading, 37, 138, CertificatePalette.Ink);
        Line(CertificateWording.Opening, TextStyle.Italic, 15.5f, 170, CertificatePalette.Quiet);
        Block(facts.LearnerName, TextStyle.Roman, 44, CertificatePage.Name, CertificatePalette.Ink);
        Line(CertificateWording.Statement, TextStyle.Italic, 15.5f, 272, CertificatePalette.Quiet);
        Block(facts.CourseTitle, TextStyle.Roman, 27, CertificatePage.Course, CertificatePalette.Ink);
        Line(CertificateWording.Scope(facts), TextStyle.Roman, 12.5f, 368, CertificatePalette.Quiet);
        Signed(facts.InstructorName, CertificateWording.Instructor, CertificatePage.InstructorColumn);
        Signed(CertificateWording.Date(facts), CertificateWording.CompletionDate, CertificatePage.DateColumn);
        Line(CertificateWording.Serial(serial), TextStyle.Figures, 10.5f, 496, CertificatePalette.Ink);
        Line(CertificateWording.Verification(url), TextStyle.Address, 9.5f, 511, CertificatePalette.Quiet);
        Line(CertificateWording.Note, TextStyle.Italic, 9.5f, 525, CertificatePalette.Quiet);
    }

    /// <summary>One line on the page's axis; a text that is too long for it is set smaller.</summary>
    private void Line(string text, TextStyle style, float size, float baseline, SKColor color) =>
        Place(fitter.Fit(text, style, size, CertificatePage.Measure, size * 2, maxLines: 1), CertificatePage.Axis, baseline, color);

    /// <summary>A name or a title, in the middle of its bounds.</summary>
    private void Block(string text, TextStyle style, float size, (float Top, float Bottom) bounds, SKColor color)
    {
        var fitted = fitter.Fit(text, style, size, CertificatePage.Measure, bounds.Bottom - bounds.Top);
        var baseline = FirstBaseline(fitted, bounds);
        Place(fitted, CertificatePage.Axis, baseline, color);
    }

    /// <summary>A value above a line, and below it what the value is.</summary>
    private void Signed(string value, string label, SKRect column)
    {
        var fitted = fitter.Fit(value, TextStyle.Roman, 17, column.Width, column.Height - 6);
        var last = column.Bottom - Math.Max(8, (fitted.Lines[^1].Below * fitted.Size) + 3);
        Place(fitted, column.MidX, last - ((fitted.Lines.Count - 1) * fitted.Leading), CertificatePalette.Ink);
        Place(fitter.Fit(label, TextStyle.Label, 8, column.Width, 16, maxLines: 1), column.MidX, column.Bottom + 14, CertificatePalette.Quiet);
    }

    /// <summary>Letters look centred when their small letters are; tall ink, as in Thai or Arabic, pushes them back inside the bounds.</summary>
    private static float FirstBaseline(FittedText fitted, (float Top, float Bottom) bounds)
    {
        var following = (fitted.Lines.Count - 1) * fitted.Leading;
        var centered = ((bounds.Top + bounds.Bottom - following) / 2) + (fitted.Size * 0.23f);
        var highest = bounds.Top + (fitted.Lines[0].Above * fitted.Size);
        var lowest = bounds.Bottom - following - (fitted.Lines[^1].Below * fitted.Size);
        return Math.Max(highest, Math.Min(centered, lowest));
    }

    private void Place(FittedText fitted, float center, float baseline, SKColor color)
    {
        for (var i = 0; i < fitted.Lines.Count; i++)
        {
            var line = fitted.Lines[i];
            _texts.Add(new PlacedText(line, center - (line.Width * fitted.Size / 2), baseline + (i * fitted.Leading), fitted.Size, color));
        }
    }
}

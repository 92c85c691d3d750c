using ESchool.Domain.Catalog;

namespace ESchool.Application.Tests.Catalog.SearchSet;

/// <summary>310 courses such as schools have: five on each of 54 subjects, and forty in other languages or with titles that are hard to find.</summary>
internal static class SearchSetCourses
{
    private static readonly string[] Subjects =
    [
        "Python",
        "JavaScript",
        "Kubernetes",
        "Docker",
        "Machine Learning",
        "Data Science",
        "SQL",
        "Excel",
        "Photography",
        "Watercolor",
        "Guitar",
        "Piano",
        "Yoga",
        "Meditation",
        "Public Speaking",
        "Marketing",
        "Copywriting",
        "Bookkeeping",
        "Investing",
        "Negotiation",
        "Leadership",
        "Project Management",
        "Photoshop",
        "Illustrator",
        "Blender",
        "Game Design",
        "Unity",
        "Rust",
        "Go",
        "TypeScript",
        "React",
        "Angular",
        "Cybersecurity",
        "Cryptography",
        "Linux",
        "Statistics",
        "Calculus",
        "Linear Algebra",
        "Physics",
        "Chemistry",
        "Biology",
        "Astronomy",
        "History of Art",
        "Philosophy",
        "Psychology",
        "Creative Writing",
        "Screenwriting",
        "Video Editing",
        "Sound Design",
        "Singing",
        "Cooking",
        "Baking",
        "Gardening",
        "Woodworking",
    ];

    private static readonly string[] Forms = ["{0} for Beginners", "Advanced {0}", "The Complete {0} Bootcamp", "{0} in a Weekend", "Teaching {0} to Children"];

    private static readonly (string Title, string Language)[] Others =
    [
        ("Einführung in die Häuserplanung", "de"),
        ("Kochen für Anfänger", "de"),
        ("Fotografieren lernen", "de"),
        ("Grundlagen der Buchhaltung", "de"),
        ("La cuisine française pas à pas", "fr"),
        ("Les châteaux de la Loire", "fr"),
        ("Apprendre la guitare", "fr"),
        ("Écrire un roman", "fr"),
        ("Programación en Kotlin", "es"),
        ("Fotografía de paisajes", "es"),
        ("Cocina mexicana", "es"),
        ("Aprende a tocar el piano", "es"),
        ("Introdução à programação", "pt-BR"),
        ("Fotografia com o celular", "pt-BR"),
        ("料理 入門", "ja"),
        ("機械学習 入門", "ja"),
        ("学习 摄影", "zh-Hans"),
        ("Основы фотографии", "ru"),
        ("Программирование на Python", "ru"),
        ("Το βιβλίο της μαγειρικής", "el"),
        ("تعلم التصوير", "ar"),
        ("Cucina italiana fatta in casa", "it"),
        ("Leren tekenen", "nl"),
        ("Matlagning för nybörjare", "sv"),
        ("The Art of War for Managers", "en"),
        ("To Be or Not to Be: Shakespeare on Stage", "en"),
        ("Who Are We? An Anthropology", "en"),
        ("C++ from the Ground Up", "en"),
        ("Node.js and Express APIs", "en"),
        ("How to Start a Start-up", "en"),
        ("中文基础课程", "zh-Hans"),
        ("商务中文写作", "zh-Hans"),
        ("日本語入門コース", "ja"),
        ("はじめての和食", "ja"),
        ("ภาษาไทยสำหรับผู้เริ่มต้น", "th"),
        ("ทำอาหารไทยที่บ้าน", "th"),
        ("C# for Game Developers", "en"),
        ("Web Services with ASP.NET Core", "en"),
        ("E-mail that People Answer", "en"),
        ("Excel – Pivot Tables", "en"),
    ];

    public static IReadOnlyList<CourseText> All { get; } =
    [
        .. from subject in Subjects
        from form in Forms
        select new CourseText(string.Format(form, subject), $"A course on {subject}.", "", "en") { Tags = [subject.ToLowerInvariant()] },
        .. Others.Select(other => new CourseText(other.Title, "", "", other.Language)),
    ];
}

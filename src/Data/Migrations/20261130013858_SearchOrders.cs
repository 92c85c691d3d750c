using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ESchool.Data.Migrations
{
    /// <inheritdoc />
    [DbContext(typeof(SchoolDbContext))]
    [Migration("20261130013858_SearchOrders")]
    public class SearchOrders : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // Words are read in another way from now on. The guards, which are applied next, make every listing anew that names no instructor.
            migrationBuilder.Sql("DELETE FROM catalog.vocabulary;");

            // Room in each page, so that a new average changes the row alone and none of its indexes.
            migrationBuilder.Sql("ALTER TABLE catalog.listings SET (fillfactor = 85);");

            migrationBuilder.AddColumn<int>(
                name: "average_hundredths",
                schema: "catalog",
                table: "listings",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<Guid>(
                name: "instructor_id",
                schema: "catalog",
                table: "listings",
                type: "uuid",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"));

            migrationBuilder.AddColumn<string>(
                name: "instructor_name",
                schema: "catalog",
                table: "listings",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string[]>(
                name: "locales",
                schema: "catalog",
                table: "listings",
                type: "text[]",
                nullable: false,
                defaultValue: new string[0]);

            migrationBuilder.AddColumn<int>(
                name: "score_millionths",
                schema: "catalog",
                table: "course_ratings",
                type: "integer",
                nullable: false,
                computedColumnSql: "((10 * 4 + ones + 2 * twos + 3 * threes + 4 * fours + 5 * fives)::bigint * 1000000 / (10 + ones + twos + threes + fours + fives))::int",
                stored: true);

            migrationBuilder.CreateTable(
                name: "course_popularity",
                schema: "catalog",
                columns: table => new
                {
                    course_id = table.Column<Guid>(type: "uuid", nullable: false),
                    learners = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_course_popularity", x => x.course_id);
                    table.ForeignKey(
                        name: "fk_course_popularity_courses_course_id",
                        column: x => x.course_id,
                        principalSchema: "catalog",
                        principalTable: "courses",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "synonyms",
                schema: "catalog",
                columns: table => new
                {
                    word = table.Column<string>(type: "text", nullable: false),
                    meaning = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_synonyms", x => x.word);
                });

            migrationBuilder.CreateIndex(
                name: "ix_listings_instructor_id_version_id",
                schema: "catalog",
                table: "listings",
                columns: new[] { "instructor_id", "version_id" });

            migrationBuilder.CreateIndex(
                name: "ix_course_ratings_score_millionths_course_id",
                schema: "catalog",
                table: "course_ratings",
                columns: new[] { "score_millionths", "course_id" });

            migrationBuilder.CreateIndex(
                name: "ix_course_popularity_learners_course_id",
                schema: "catalog",
                table: "course_popularity",
                columns: new[] { "learners", "course_id" });

            migrationBuilder.CreateIndex(
                name: "ix_synonyms_meaning",
                schema: "catalog",
                table: "synonyms",
                column: "meaning");

            // What a school begins with; it adds its own and takes away what does not fit. Words are written as search compares them.
            migrationBuilder.Sql(
                """
                INSERT INTO catalog.synonyms (word, meaning) VALUES
                    ('js', 'javascript'), ('javascript', 'javascript'), ('ecmascript', 'javascript'),
                    ('ts', 'typescript'), ('typescript', 'typescript'),
                    ('py', 'python'), ('python', 'python'),
                    ('golang', 'go'), ('go', 'go'),
                    ('cpp', 'cplusplus'), ('cplusplus', 'cplusplus'),
                    ('c sharp', 'csharp'), ('csharp', 'csharp'),
                    ('dot net', 'dotnet'), ('dotnet', 'dotnet'),
                    ('reactjs', 'react'), ('react', 'react'),
                    ('vuejs', 'vue'), ('vue', 'vue'),
                    ('postgres', 'postgresql'), ('postgresql', 'postgresql'),
                    ('k8s', 'kubernetes'), ('kubernetes', 'kubernetes'),
                    ('ml', 'machine learning'), ('machine learning', 'machine learning'),
                    ('ai', 'artificial intelligence'), ('artificial intelligence', 'artificial intelligence'),
                    ('nlp', 'natural language processing'), ('natural language processing', 'natural language processing'),
                    ('ux', 'user experience'), ('user experience', 'user experience'),
                    ('ui', 'user interface'), ('user interface', 'user interface'),
                    ('seo', 'search engine optimization'), ('search engine optimization', 'search engine optimization'),
                    ('infosec', 'information security'), ('information security', 'information security')
                """
            );
        }
    }
}

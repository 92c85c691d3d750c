// Course pages as an Express team would write them: prepared statements, a pool, a worker a core, JSON.
import cluster from "node:cluster";
import express from "express";
import pg from "pg";

const COLUMNS = `v.id AS version, v.course_id, v.number, v.title, v.summary, v.description, v.language, v.instructor_id, v.instructor_name,
  v.video_seconds, v.published_at, c.price_minor_units, c.price_currency`;
const ON_SALE = "catalog.curriculum_versions v JOIN catalog.courses c ON c.id = v.course_id AND c.published_version = v.number";

if (cluster.isPrimary) {
  let listening = 0;
  cluster.on("listening", () => { if (++listening === 2) console.log("READY"); });
  for (let i = 0; i < 2; i++) cluster.fork();
} else {
  const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 8, options: "-c plan_cache_mode=force_generic_plan" });
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.get("/courses/:course", async (req, res) => {
    const [course, lessons] = await Promise.all([
      pool.query({ name: "course", text: `SELECT ${COLUMNS} FROM ${ON_SALE} WHERE c.id = $1`, values: [req.params.course] }),
      pool.query({
        name: "lessons",
        text: `SELECT l.lesson_id, l.section_id, l.section_title, l.title, l.kind, l.required, l.video_seconds
               FROM ${ON_SALE} JOIN catalog.curriculum_lessons l ON l.version_id = v.id WHERE c.id = $1 ORDER BY l.position`,
        values: [req.params.course],
      }),
    ]);
    if (course.rows.length === 0) res.status(404).json({ error: "there is no such course" });
    else res.json({ ...course.rows[0], lessons: lessons.rows });
  });
  app.get("/courses", async (req, res) => {
    const limit = Math.min(Number(req.query.limit) || 20, 200);
    const { rows } = await pool.query({
      name: "page", text: `SELECT ${COLUMNS} FROM ${ON_SALE} WHERE v.id < $1 ORDER BY v.id DESC LIMIT $2`,
      values: [req.query.after ?? "ffffffff-ffff-ffff-ffff-ffffffffffff", limit + 1],
    });
    const page = rows.slice(0, limit);
    res.json({ courses: page, next: rows.length > limit ? page[limit - 1].version : null });
  });
  app.listen(Number(process.env.PORT), "127.0.0.1");
}

// Watch reports as an Express team would write them: one prepared upsert a report, a worker a core. It trusts the ranges its clients
// send, and keeps no clock: less than what it is compared with does.
// BATCH=1: reports that arrive while an upsert is on its way are written together by the next.
import cluster from "node:cluster";
import { createSecretKey } from "node:crypto";
import express from "express";
import jwt from "jsonwebtoken";
import pg from "pg";

const UPSERT = `
  INSERT INTO peer.progress AS p (enrollment, lesson, watched, position, session, sequence, reports)
  SELECT e.id, $3, int4multirange(VARIADIC $4::int4range[]), $5, $6, $7, 1 FROM peer.enrollments e WHERE e.id = $1 AND e.student = $2
  ON CONFLICT (enrollment, lesson) DO UPDATE
  SET watched = p.watched + excluded.watched, position = excluded.position, session = excluded.session, sequence = excluded.sequence, reports = p.reports + 1
  WHERE (p.session, p.sequence) IS DISTINCT FROM (excluded.session, excluded.sequence)
  RETURNING lower(watched) AS first, upper(watched) AS last`;

// Grouped, because a row can be updated once in a statement; ordered, so that two workers lock in the same order.
const UPSERT_MANY = `
  INSERT INTO peer.progress AS p (enrollment, lesson, watched, position, session, sequence, reports)
  SELECT e.id, r.lesson, range_agg(int4range(r.low, r.high)), max(r.position), max(r.session::text)::uuid, max(r.sequence), count(*)
  FROM unnest($1::int[], $2::int[], $3::int[], $4::int[], $5::int[], $6::int[], $7::uuid[], $8::int[])
    AS r (enrollment, student, lesson, low, high, position, session, sequence)
  JOIN peer.enrollments e ON e.id = r.enrollment AND e.student = r.student
  GROUP BY e.id, r.lesson ORDER BY e.id, r.lesson
  ON CONFLICT (enrollment, lesson) DO UPDATE
  SET watched = p.watched + excluded.watched, position = excluded.position, session = excluded.session, sequence = excluded.sequence, reports = p.reports + excluded.reports`;

if (cluster.isPrimary) {
  let listening = 0;
  cluster.on("listening", () => { if (++listening === 2) console.log("READY"); });
  for (let i = 0; i < 2; i++) cluster.fork();
} else {
  const key = createSecretKey(Buffer.from(process.env.JWT_SECRET, "base64"));
  const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 8 });
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.use(express.json());
  app.use((req, res, next) => {
    try {
      req.student = Number(jwt.verify(req.headers.authorization?.slice(7) ?? "", key, { algorithms: ["HS256"], issuer: "bench", audience: "bench" }).sub);
      next();
    } catch {
      res.status(401).json({ error: "the access token is not valid" });
    }
  });

  const single = async report => {
    const ranges = report.ranges.map(([low, high]) => `[${low},${high})`);
    const { rows } = await pool.query({
      name: "watch", text: UPSERT,
      values: [report.enrollment, report.student, report.lesson, ranges, report.position, report.session, report.sequence],
    });
    return rows[0];
  };

  let waiting = [], flushing = false;
  const flush = async () => {
    flushing = true;
    while (waiting.length) {
      const batch = waiting.splice(0, 256);
      const flat = batch.flatMap(({ report }) => report.ranges.map(([low, high]) => ({ ...report, low, high })));
      const column = name => flat.map(row => row[name]);
      try {
        await pool.query({
          name: "watch-many", text: UPSERT_MANY,
          values: ["enrollment", "student", "lesson", "low", "high", "position", "session", "sequence"].map(column),
        });
        batch.forEach(({ resolve }) => resolve({}));
      } catch (fault) {
        batch.forEach(({ reject }) => reject(fault));
      }
    }
    flushing = false;
  };
  const batched = report => new Promise((resolve, reject) => {
    waiting.push({ report, resolve, reject });
    if (!flushing) flush();
  });

  const record = process.env.BATCH === "1" ? batched : single;
  app.post("/enrollments/:enrollment/lessons/:lesson/watch", async (req, res) => {
    const { sessionId, sequence, ranges, position } = req.body;
    if (!Array.isArray(ranges) || ranges.some(([low, high]) => !(low >= 0 && high > low && high <= 600)) || !(sequence > 0)) {
      res.status(400).json({ error: "the report is not valid" });
      return;
    }
    const stored = await record({
      enrollment: Number(req.params.enrollment), lesson: Number(req.params.lesson), student: req.student,
      session: sessionId, sequence, ranges, position,
    });
    if (stored) res.json({ stored: true });
    else res.status(404).json({ error: "there is no such enrollment" });
  });
  app.listen(Number(process.env.PORT), "127.0.0.1");
}

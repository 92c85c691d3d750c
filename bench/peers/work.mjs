// Work that happens later as a Node team would have it: graphile-worker, a worker a core, fetching ahead and completing in batches.
// POST /add?ms=…&batch=0|1 adds requests for so long, a hundred in a call, and says how many. batch=1: the hundred are one job.
import cluster from "node:cluster";
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { makeWorkerUtils, run, Logger } from "graphile-worker";
import pg from "pg";

const USERS = Number(process.env.USERS);
const TOGETHER = 100;
const PRODUCERS = 4;
const logger = new Logger(() => (level, message) => { if (level === "error") console.error(message); });

// Feeds are locked in one order, so that workers never deadlock; numbered without gaps, and once for a request.
const PUBLISH = `
  WITH asked AS (SELECT * FROM unnest($1::uuid[], $2::int[], $3::text[]) WITH ORDINALITY AS a (request, user_id, resource, position)),
  locked AS (SELECT f.user_id, f.last FROM peer.feeds f WHERE f.user_id = ANY ($2::int[]) ORDER BY f.user_id FOR UPDATE),
  fresh AS (
    SELECT a.*, row_number() OVER (PARTITION BY a.user_id ORDER BY a.position) AS number FROM asked a
    WHERE (SELECT e.request FROM peer.events e WHERE e.request = a.request) IS NULL),
  numbered AS (
    UPDATE peer.feeds f SET last = f.last + c.count FROM (SELECT user_id, count(*) AS count FROM fresh GROUP BY user_id) c, locked l
    WHERE f.user_id = c.user_id AND l.user_id = f.user_id RETURNING f.user_id, f.last - c.count AS before)
  INSERT INTO peer.events (user_id, sequence, kind, resource, details, request)
  SELECT f.user_id, n.before + f.number, 'course.announced', f.resource, '{}', f.request FROM fresh f JOIN numbered n ON n.user_id = f.user_id`;

const connectionString = process.env.DATABASE_URL;
if (cluster.isPrimary) {
  const utils = await makeWorkerUtils({ connectionString, logger, maxPoolSize: PRODUCERS });
  await utils.migrate();
  let ready = 0;
  cluster.on("message", () => { if (++ready === 2) server.listen(Number(process.env.PORT), "127.0.0.1", () => console.log("READY")); });
  for (let i = 0; i < 2; i++) cluster.fork();

  const event = () => ({ request: randomUUID(), user: 1 + Math.floor(Math.random() * USERS), resource: `courses/${randomUUID()}` });
  const add = async (until, batch) => {
    let added = 0;
    while (Date.now() < until) {
      const events = Array.from({ length: TOGETHER }, event);
      await utils.addJobs(batch ? [{ identifier: "publish", payload: events }] : events.map(payload => ({ identifier: "publish", payload: [payload] })));
      added += TOGETHER;
    }
    return added;
  };
  const server = createServer(async (req, res) => {
    const { searchParams } = new URL(req.url, "http://localhost");
    const until = Date.now() + Number(searchParams.get("ms"));
    const added = await Promise.all(Array.from({ length: PRODUCERS }, () => add(until, searchParams.get("batch") === "1")));
    res.end(JSON.stringify({ added: added.reduce((sum, n) => sum + n) }));
  });
} else {
  const newPool = max => new pg.Pool({ connectionString, max }).on("error", console.error).on("connect", client => client.on("error", console.error));
  const pool = newPool(8);
  await run({
    pgPool: newPool(12), concurrency: 8, pollInterval: 1000, noHandleSignals: true, logger,
    preset: { worker: { localQueue: { size: 500 }, completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    taskList: {
      publish: async events => {
        await pool.query({ name: "publish", text: PUBLISH, values: [events.map(e => e.request), events.map(e => e.user), events.map(e => e.resource)] });
      },
    },
  });
  process.send("running");
}

// A chat as a Socket.io team would write it: one process, or with REDIS_URL one of several behind the Redis adapter.
// STORE=1: each message is stored with its room's next number before it is acknowledged and sent on; otherwise nothing is kept.
import { createServer } from "node:http";
import { createSecretKey } from "node:crypto";
import { createAdapter } from "@socket.io/redis-adapter";
import jwt from "jsonwebtoken";
import pg from "pg";
import { createClient } from "redis";
import { Server } from "socket.io";

const INSERT = `
  WITH numbered AS (UPDATE peer.rooms SET last = last + 1 WHERE id = $1 RETURNING last)
  INSERT INTO peer.messages (room, sequence, sender, id, text) SELECT $1, last, $2, $3, $4 FROM numbered RETURNING sequence, sent_at`;

const key = createSecretKey(Buffer.from(process.env.JWT_SECRET, "base64"));
const server = createServer();
const io = new Server(server, { transports: ["websocket"], serveClient: false });
if (process.env.REDIS_URL) {
  // Saturated, what is published waits for more than the client's five seconds; the adapter would not handle the refusal, and the server would end.
  const publisher = createClient({ url: process.env.REDIS_URL, commandOptions: { timeout: 120_000 } });
  const subscriber = publisher.duplicate();
  await Promise.all([publisher.connect(), subscriber.connect()]);
  io.adapter(createAdapter(publisher, subscriber, { key: process.env.REDIS_PREFIX }));
}

const pool = process.env.STORE === "1" ? new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 16 }) : null;

io.use((socket, next) => {
  try {
    socket.data.user = jwt.verify(socket.handshake.auth.token, key, { algorithms: ["HS256"], issuer: "bench", audience: "bench" }).sub;
    next();
  } catch {
    next(new Error("the access token is not valid"));
  }
});

io.on("connection", async socket => {
  const room = socket.handshake.auth.room;
  const sender = Number(socket.data.user);
  socket.on("send", async ({ id, text }, acknowledge) => {
    if (typeof id !== "string" || typeof text !== "string" || text.length === 0 || text.length > 4000) return acknowledge({ error: "invalid" });
    if (!pool) {
      io.to(room).emit("message", { sender, id, text, time: new Date() });
      return acknowledge({ id });
    }
    try {
      const { rows: [row] } = await pool.query({ name: "insert", text: INSERT, values: [room, sender, id, text] });
      io.to(room).emit("message", { sequence: Number(row.sequence), sender, id, text, time: row.sent_at });
      acknowledge({ id, sequence: Number(row.sequence) });
    } catch {
      socket.disconnect(true);
    }
  });
  await socket.join(room);
});

server.listen(Number(process.env.PORT), "127.0.0.1", () => console.log("READY"));

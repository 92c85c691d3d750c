// Sign-ins as an Express team would write them: bcryptjs at cost 10, one process, a session row and a signed token.
import { createSecretKey } from "node:crypto";
import bcrypt from "bcryptjs";
import express from "express";
import jwt from "jsonwebtoken";
import pg from "pg";

const key = createSecretKey(Buffer.from(process.env.JWT_SECRET, "base64"));
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 8 });
await pool.query("UPDATE peer.users SET password = $1", [await bcrypt.hash(process.env.PASSWORD, 10)]);
const app = express();
app.disable("x-powered-by");
app.disable("etag");
app.use(express.json());
app.post("/login", async (req, res) => {
  const { email, password } = req.body;
  const { rows: [user] } = await pool.query({ name: "user", text: "SELECT id, password FROM peer.users WHERE email = $1", values: [email] });
  if (!user || !await bcrypt.compare(password, user.password)) {
    res.status(401).json({ error: "address and password do not open a session" });
    return;
  }
  const { rows: [session] } = await pool.query({ name: "session", text: "INSERT INTO peer.sessions (user_id) VALUES ($1) RETURNING id", values: [user.id] });
  res.json({ token: jwt.sign({ sid: session.id }, key, { subject: String(user.id), expiresIn: "10m" }) });
});
app.listen(Number(process.env.PORT), "127.0.0.1", () => console.log("READY"));

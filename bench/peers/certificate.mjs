// Certificates as a Node team would draw them: PDFKit with the same typefaces embedded, the QR code as vectors from qrcode, a worker a core.
// POST /draw?ms=… draws for so long and says how many, and how large the last was.
import cluster from "node:cluster";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import PDFDocument from "pdfkit";
import QRCode from "qrcode";

const roman = readFileSync(`${process.env.FONTS}/EBGaramond12-Regular.ttf`);
const italic = readFileSync(`${process.env.FONTS}/EBGaramond12-Italic.ttf`);
const [WIDTH, HEIGHT, AXIS] = [841.89, 595.28, 841.89 / 2];
const [INK, QUIET, GOLD] = ["#1B263B", "#5A6270", "#A8874A"];

function draw({ learner, course, instructor, serial, url }) {
  return new Promise(resolve => {
    const doc = new PDFDocument({ size: [WIDTH, HEIGHT], margin: 0, info: { Title: `Certificate of Completion: ${learner}`, Author: "E-School" } });
    const chunks = [];
    doc.on("data", chunk => chunks.push(chunk));
    doc.on("end", () => resolve(Buffer.concat(chunks)));
    doc.registerFont("roman", roman).registerFont("italic", italic);
    const line = (text, font, size, baseline, color, { center = AXIS, ...options } = {}) => {
      doc.font(font).fontSize(size).fillColor(color);
      doc.text(text, center - doc.widthOfString(text, options) / 2, baseline, { lineBreak: false, baseline: "alphabetic", ...options });
    };
    const lining = { features: ["lnum"] };

    doc.lineWidth(1.3).rect(26, 26, WIDTH - 52, HEIGHT - 52).stroke(INK);
    doc.lineWidth(0.6).roundedRect(32, 32, WIDTH - 64, HEIGHT - 64, 15).stroke(GOLD);
    for (const [from, to, y] of [[AXIS - 76, AXIS - 11, 94], [AXIS + 11, AXIS + 76, 94], [88, 298, 448], [WIDTH - 298, WIDTH - 88, 448]])
      doc.moveTo(from, y).lineTo(to, y).stroke(GOLD);
    const diamonds = [[AXIS, 94, 3.4], [AXIS - 11, 94, 1.4], [AXIS + 11, 94, 1.4], [36.5, 36.5, 2.6], [WIDTH - 36.5, 36.5, 2.6], [WIDTH - 36.5, HEIGHT - 36.5, 2.6], [36.5, HEIGHT - 36.5, 2.6]];
    for (const [x, y, r] of diamonds) doc.polygon([x, y - r], [x + r, y], [x, y + r], [x - r, y]).fill(GOLD);

    line("E-SCHOOL", "roman", 15, 81, INK, { characterSpacing: 5.1 });
    line("Certificate of Completion", "roman", 37, 138, INK, { features: ["smcp"] });
    line("This is to certify that", "italic", 15.5, 170, QUIET);
    line(learner, "roman", 44, 227, INK, lining);
    line("has completed the course", "italic", 15.5, 272, QUIET);
    line(course, "roman", 27, 323, INK, lining);
    line("Curriculum version 3  ·  7 hours 30 minutes of video", "roman", 12.5, 368, QUIET, lining);
    line(instructor, "roman", 17, 440, INK, { center: 193, ...lining });
    line("INSTRUCTOR", "roman", 8, 462, QUIET, { center: 193, characterSpacing: 0.72 });
    line("22 November 2026", "roman", 17, 440, INK, { center: WIDTH - 193, ...lining });
    line("DATE OF COMPLETION", "roman", 8, 462, QUIET, { center: WIDTH - 193, characterSpacing: 0.72 });
    line(`Serial ${serial}`, "roman", 10.5, 496, INK, { characterSpacing: 0.5, ...lining });
    line(`Verify at ${url}`, "roman", 9.5, 511, QUIET, { characterSpacing: 0.2, ...lining });
    line("This certificate is valid only if the record shown at this address carries the same serial, name, course and date.", "italic", 9.5, 525, QUIET);

    const { data, size } = QRCode.create(url, { errorCorrectionLevel: "M" }).modules;
    const side = 76 / size;
    for (let y = 0; y < size; y++)
      for (let x = 0; x < size; x++) {
        const from = x;
        while (x < size && data[y * size + x]) x++;
        if (x > from) doc.rect(AXIS - 38 + from * side, 398 + y * side, (x - from) * side, side);
      }
    doc.fill(INK);
    doc.link(AXIS - 38, 398, 76, 76, url);
    doc.end();
  });
}

if (cluster.isPrimary) {
  const workers = [cluster.fork(), cluster.fork()];
  const ask = (worker, ms) => new Promise(resolve => { worker.once("message", resolve); worker.send(ms); });
  await Promise.all(workers.map(worker => new Promise(resolve => worker.once("online", resolve))));
  createServer(async (req, res) => {
    const ms = Number(new URL(req.url, "http://localhost").searchParams.get("ms"));
    const done = await Promise.all(workers.map(worker => ask(worker, ms)));
    res.end(JSON.stringify({ drawn: done[0].drawn + done[1].drawn, bytes: done[0].bytes }));
  }).listen(Number(process.env.PORT), "127.0.0.1", () => console.log("READY"));
} else {
  let number = 0;
  process.on("message", async ms => {
    const until = Date.now() + ms;
    let [drawn, bytes] = [0, 0];
    while (Date.now() < until) {
      const serial = `ES-${process.pid.toString(36)}-${(number++).toString(36).padStart(8, "0")}`.toUpperCase();
      const pdf = await draw({
        learner: `Ada Lovelace ${number}`, course: "Compilers in an Afternoon", instructor: "Grace Hopper", serial, url: `https://eschool.test/verify/${serial}`,
      });
      if (pdf.subarray(0, 5).toString() !== "%PDF-") throw new Error("that is no PDF");
      drawn++;
      bytes = pdf.length;
    }
    process.send({ drawn, bytes });
  });
}

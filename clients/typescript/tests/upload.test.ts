import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { createClient, createRouterTransport } from "@connectrpc/connect";
import { UploadService } from "../gen/eschool/media/v1/upload_service_pb.js";
import { PartRefusedError, uploadVideo, type UploadOptions } from "../src/index.js";

const file = new File(["0123456789"], "lecture.mp4", { type: "video/mp4" });

/** S3 and the school's part of an upload, in parts of four bytes. */
class FakeStorage {
  readonly parts = new Map<number, string>();
  /** Statuses to answer the next PUTs with, before any is taken. */
  readonly faults: number[] = [];
  completed = false;

  readonly client = createClient(
    UploadService,
    createRouterTransport(({ service }) =>
      service(UploadService, {
        createUpload: ({ fileName, sizeBytes }) => {
          assert.deepEqual([fileName, sizeBytes], ["lecture.mp4", 10n]);
          return { upload: { name: "uploads/1", asset: "assets/1", partSizeBytes: 4n, partCount: 3 } };
        },
        listUploadParts: () => ({ parts: [...this.parts].map(([partNumber, bytes]) => ({ partNumber, sizeBytes: BigInt(bytes.length), matches: true })) }),
        signUploadParts: ({ parts }) => ({
          parts: parts.map(({ partNumber, md5 }) => ({
            partNumber,
            url: `https://s3.example/${partNumber}`,
            headers: { "Content-MD5": Buffer.from(md5).toString("base64") },
          })),
        }),
        completeUpload: () => {
          this.completed = true;
          return { asset: { name: "assets/1" } };
        },
      }),
    ),
  );

  readonly fetch: typeof globalThis.fetch = async (url, init) => {
    const fault = this.faults.shift();
    if (fault) {
      return new Response(null, { status: fault });
    }

    const bytes = Buffer.from(init?.body as ArrayBuffer);
    assert.equal(new Headers(init?.headers).get("content-md5"), createHash("md5").update(bytes).digest("base64"));
    this.parts.set(Number(String(url).split("/").at(-1)), bytes.toString());
    return new Response();
  };

  upload(options: UploadOptions = {}): Promise<{ name: string }> {
    return uploadVideo(this.client, file, { ...options, fetch: this.fetch });
  }
}

test("a file is sent in parts, each with its checksum", async () => {
  const storage = new FakeStorage();
  const progress: [number, number][] = [];
  const asset = await storage.upload({ onProgress: (sent, total) => progress.push([sent, total]) });
  assert.equal(asset.name, "assets/1");
  assert.deepEqual([...storage.parts].sort(), [[1, "0123"], [2, "4567"], [3, "89"]]);
  assert.deepEqual(progress.at(-1), [10, 10]);
});

test("an upload that is begun again sends only the parts that are missing", async () => {
  const storage = new FakeStorage();
  storage.parts.set(1, "0123").set(3, "89");
  const sent: number[] = [];
  await storage.upload({ requestId: "0b6e4d5c-6c43-4f0e-9f57-1d4b9a3a7a11", onProgress: (bytes) => sent.push(bytes) });
  assert.deepEqual(sent, [6, 10]);
});

test("a part that fails is sent again; one that is refused ends the upload", async () => {
  const storage = new FakeStorage();
  storage.faults.push(503);
  await storage.upload();
  assert.equal(storage.completed, true);

  const strict = new FakeStorage();
  strict.faults.push(403);
  await assert.rejects(strict.upload(), PartRefusedError);
  assert.equal(strict.completed, false);
});

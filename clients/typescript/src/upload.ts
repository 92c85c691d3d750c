import { md5 } from "@noble/hashes/legacy.js";
import type { Client } from "@connectrpc/connect";
import type { Asset, Upload, UploadService } from "../gen/eschool/media/v1/upload_service_pb.js";
import { retryDelayMs } from "./errors.js";
import { sleep } from "./sleep.js";

/** S3 refused a part, and would refuse it again. */
export class PartRefusedError extends Error {
  override readonly name = "PartRefusedError";

  constructor(readonly partNumber: number, readonly status: number) {
    super(`The storage refused part ${partNumber} with status ${status}.`);
  }
}

/** How to upload. */
export interface UploadOptions {
  /** A UUID of this upload. Keep it until the upload is complete: with the same id and file, a broken upload goes on where it stopped. */
  readonly requestId?: string;
  /** How many parts are on their way at a time; each is in memory meanwhile. */
  readonly parallel?: number;
  readonly onProgress?: (sentBytes: number, totalBytes: number) => void;
  readonly signal?: AbortSignal;
  /** Instead of the browser's own, for calls to S3. */
  readonly fetch?: typeof globalThis.fetch;
}

const defaultParallel = 3;
const triesPerPart = 5;

/**
 * Uploads a video from the browser straight to S3, in parts that the school signs. Each signature is for exactly one part: number, size and MD5.
 * @returns The asset, which is being processed now; the feed tells how that goes on.
 */
export async function uploadVideo(client: Client<typeof UploadService>, file: File, options: UploadOptions = {}): Promise<Asset> {
  const request = { requestId: options.requestId ?? crypto.randomUUID(), fileName: file.name, sizeBytes: BigInt(file.size), contentType: file.type };
  const { upload } = await client.createUpload(request, callOptions(options));
  if (!upload) {
    throw new Error("The school answered without an upload.");
  }

  await new PartSender(client, file, upload, options).sendAll();
  const { asset } = await client.completeUpload({ name: upload.name }, callOptions(options));
  if (!asset) {
    throw new Error("The school answered without an asset.");
  }

  return asset;
}

function callOptions({ signal }: UploadOptions): { signal?: AbortSignal } {
  return signal ? { signal } : {};
}

class PartSender {
  readonly #client: Client<typeof UploadService>;
  readonly #file: File;
  readonly #upload: Upload;
  readonly #options: UploadOptions;
  readonly #fetch: typeof globalThis.fetch;
  #sentBytes = 0;

  constructor(client: Client<typeof UploadService>, file: File, upload: Upload, options: UploadOptions) {
    this.#client = client;
    this.#file = file;
    this.#upload = upload;
    this.#options = options;
    this.#fetch = options.fetch ?? globalThis.fetch;
  }

  async sendAll(): Promise<void> {
    const numbers = (await this.#missing()).values();
    const sendSome = async (): Promise<void> => {
      for (const number of numbers) {
        await this.#send(number);
      }
    };

    // All of them take from one iterator, so no part is sent twice.
    await Promise.all(Array.from({ length: this.#options.parallel ?? defaultParallel }, sendSome));
  }

  /** The numbers of the parts that S3 lacks: all of them, unless an upload goes on. */
  async #missing(): Promise<number[]> {
    const all = Array.from({ length: this.#upload.partCount }, (_, index) => index + 1);
    if (this.#options.requestId === undefined) {
      return all;
    }

    const { parts } = await this.#client.listUploadParts({ name: this.#upload.name }, callOptions(this.#options));
    const there = parts.filter((part) => part.matches);
    this.#report(there.reduce((sum, part) => sum + Number(part.sizeBytes), 0));
    const numbers = new Set(there.map((part) => part.partNumber));
    return all.filter((number) => !numbers.has(number));
  }

  async #send(partNumber: number): Promise<void> {
    const size = Number(this.#upload.partSizeBytes);
    const bytes = await this.#file.slice((partNumber - 1) * size, partNumber * size).arrayBuffer();
    const hash = md5(new Uint8Array(bytes));
    for (let failures = 0; ; failures++) {
      try {
        await this.#put(partNumber, bytes, hash);
        this.#report(bytes.byteLength);
        return;
      } catch (error) {
        this.#options.signal?.throwIfAborted();
        const delay = error instanceof PartRefusedError ? undefined : retryDelayMs(error, failures);
        if (delay === undefined || failures + 1 >= triesPerPart) {
          throw error;
        }

        await sleep(delay, this.#options.signal);
      }
    }
  }

  /** Signs anew for each try: an address works for 15 minutes. */
  async #put(partNumber: number, bytes: ArrayBuffer, hash: Uint8Array): Promise<void> {
    const { parts } = await this.#client.signUploadParts({ name: this.#upload.name, parts: [{ partNumber, md5: hash }] }, callOptions(this.#options));
    const [signed] = parts;
    if (!signed) {
      throw new Error("The school answered without a signed part.");
    }

    const answer = await this.#fetch(signed.url, { method: "PUT", headers: signed.headers, body: bytes, ...callOptions(this.#options) });
    if (answer.status >= 400 && answer.status < 500) {
      throw new PartRefusedError(partNumber, answer.status);
    }

    if (!answer.ok) {
      throw new Error(`The storage answered part ${partNumber} with status ${answer.status}.`);
    }
  }

  #report(bytes: number): void {
    this.#sentBytes += bytes;
    this.#options.onProgress?.(this.#sentBytes, this.#file.size);
  }
}

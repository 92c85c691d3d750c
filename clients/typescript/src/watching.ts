import { create } from "@bufbuild/protobuf";
import { durationFromMs, type Duration } from "@bufbuild/protobuf/wkt";
import type { Client } from "@connectrpc/connect";
import {
  RecordWatchRequestSchema,
  type LearningService,
  type RecordWatchRequest,
  type RecordWatchResponse,
} from "../gen/eschool/learning/v1/learning_service_pb.js";
import { retryDelayMs } from "./errors.js";
import { SecondRanges } from "./second-ranges.js";

/** A report has 64 ranges at most; further ones are for the next. */
const rangesPerReport = 64;

/** A second counts as played when no more than this is missing at its beginning: players start a little after the position they were sent to. */
const lateStart = 0.25;

/**
 * Collects what a player plays and reports it. The server credits what can have been watched in the time that passed, and clips the rest; what was
 * clipped is reported again later. A report whose answer was lost is sent again under its number, and then counts once.
 */
export class WatchReporter {
  readonly #client: Client<typeof LearningService>;
  readonly #lesson: string;
  readonly #sessionId = crypto.randomUUID();
  readonly #played = new SecondRanges();
  #sequence = 0;
  #start: number | undefined;
  #position = 0;
  #reported = 0;
  #unanswered: RecordWatchRequest | undefined;
  #reporting: Promise<RecordWatchResponse | undefined> | undefined;

  /** @param lesson `enrollments/{enrollment}/lessons/{lesson}`. */
  constructor(client: Client<typeof LearningService>, lesson: string) {
    this.#client = client;
    this.#lesson = lesson;
  }

  /** The player plays and is here, in seconds. Call it when playing begins and with every `timeupdate`. */
  playingAt(position: number): void {
    if (this.#start === undefined || position < this.#position) {
      this.#start = position;
    }

    this.#position = position;
    const [from, to] = [Math.ceil(this.#start - lateStart), Math.floor(position)];
    if (to > from) {
      this.#played.add(from, to);
      this.#start = to;
    }
  }

  /** The player jumps: what lies between the two positions is not played. */
  jumpTo(position: number): void {
    this.#start = undefined;
    this.#position = position;
  }

  /** Reports what was played since the last report; undefined when there is nothing to say. One report is on its way at a time. */
  report(): Promise<RecordWatchResponse | undefined> {
    this.#reporting ??= this.#send().finally(() => (this.#reporting = undefined));
    return this.#reporting;
  }

  async #send(): Promise<RecordWatchResponse | undefined> {
    const request = this.#unanswered ?? this.#next();
    if (!request) {
      return undefined;
    }

    this.#unanswered = request;
    try {
      const answer = await this.#client.recordWatch(request);
      if (answer.clipped) {
        request.ranges.forEach((range) => this.#played.add(secondOf(range.startPosition), secondOf(range.endPosition)));
      }

      this.#unanswered = undefined;
      return answer;
    } catch (error) {
      // Refused for good: the next report must not fail with it.
      if (retryDelayMs(error, 0) === undefined) {
        this.#unanswered = undefined;
      }

      throw error;
    }
  }

  #next(): RecordWatchRequest | undefined {
    const ranges = this.#played.take(rangesPerReport);
    if (ranges.length === 0 && this.#position === this.#reported) {
      return undefined;
    }

    this.#reported = this.#position;
    return create(RecordWatchRequestSchema, {
      name: this.#lesson,
      sessionId: this.#sessionId,
      sequence: ++this.#sequence,
      ranges: ranges.map(([start, end]) => ({ startPosition: durationFromMs(start * 1000), endPosition: durationFromMs(end * 1000) })),
      position: durationFromMs(Math.round(this.#position * 1000)),
    });
  }
}

/** A position of a report, which is a whole second. */
function secondOf(position: Duration | undefined): number {
  return Number(position?.seconds ?? 0n);
}

/** How to report. */
export interface ReportOptions {
  /** Ends the reports. */
  readonly signal: AbortSignal;
  /** Milliseconds between two reports. The server keeps credit for ten minutes, so a report must come more often than that. */
  readonly everyMs?: number;
  readonly onProgress?: (progress: RecordWatchResponse) => void;
  /** Called with what is wrong for good, such as access that has ended. Failures that pass are tried again with the next report. */
  readonly onRefused?: (error: unknown) => void;
}

const defaultEveryMs = 10_000;

/** Reports what a video element plays, until the signal aborts. */
export function reportWatching(video: HTMLVideoElement, reporter: WatchReporter, options: ReportOptions): void {
  const { signal, everyMs = defaultEveryMs } = options;
  const report = async (): Promise<void> => {
    try {
      const progress = await reporter.report();
      if (progress) {
        options.onProgress?.(progress);
      }
    } catch (error) {
      if (retryDelayMs(error, 0) === undefined) {
        options.onRefused?.(error);
      }
    }
  };
  const playing = (): void => {
    if (!video.seeking) {
      reporter.playingAt(video.currentTime);
    }
  };
  const timer = setInterval(report, everyMs);
  signal.addEventListener("abort", () => clearInterval(timer));
  video.addEventListener("playing", playing, { signal });
  video.addEventListener("timeupdate", playing, { signal });
  video.addEventListener("seeking", () => reporter.jumpTo(video.currentTime), { signal });
  video.addEventListener("pause", report, { signal });
  video.addEventListener("ended", report, { signal });
  // The last moment at which a page that is left can still send something.
  document.addEventListener("visibilitychange", report, { signal });
}

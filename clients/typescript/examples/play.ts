import { createClient } from "@connectrpc/connect";
import Hls from "hls.js";
import { LearningService } from "../gen/eschool/learning/v1/learning_service_pb.js";
import { PlaybackService } from "../gen/eschool/media/v1/playback_service_pb.js";
import { reportWatching, WatchReporter, type School } from "../src/index.js";

/** Plays `enrollments/{enrollment}/lessons/{lesson}` and reports what is watched, until the signal aborts. */
export async function playLesson(school: School, video: HTMLVideoElement, lesson: string, show: (percent: number) => void, signal: AbortSignal): Promise<void> {
  const playback = await createClient(PlaybackService, school.transport).createPlayback({ lesson });
  video.poster = playback.posterUrl;
  const resumeAt = Number(playback.resumePosition?.seconds ?? 0n);
  if (Hls.isSupported()) {
    const hls = new Hls({ startPosition: resumeAt });
    hls.loadSource(playback.masterPlaylistUrl);
    hls.attachMedia(video);
    signal.addEventListener("abort", () => hls.destroy());
  } else {
    // Safari plays HLS by itself.
    video.src = playback.masterPlaylistUrl;
    video.currentTime = resumeAt;
  }

  const reporter = new WatchReporter(createClient(LearningService, school.transport), lesson);
  reportWatching(video, reporter, {
    signal,
    onProgress: ({ watchedBasisPoints }) => show(Math.floor(watchedBasisPoints / 100)),
  });
}

import { createClient } from "@connectrpc/connect";
import { UploadService, type Asset } from "../gen/eschool/media/v1/upload_service_pb.js";
import { uploadVideo, type School } from "../src/index.js";

/** Uploads a lecture. When the page is closed meanwhile, the same file goes on from where it stopped. */
export async function uploadLecture(school: School, file: File, show: (percent: number) => void): Promise<Asset> {
  const key = `upload:${file.name}:${file.size}:${file.lastModified}`;
  const requestId = localStorage.getItem(key) ?? crypto.randomUUID();
  localStorage.setItem(key, requestId);
  const asset = await uploadVideo(createClient(UploadService, school.transport), file, {
    requestId,
    onProgress: (sent, total) => show(Math.floor((sent / total) * 100)),
  });
  localStorage.removeItem(key);
  return asset;
}

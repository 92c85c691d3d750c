import { createClient } from "@connectrpc/connect";
import { CatalogService } from "../gen/eschool/catalog/v1/catalog_service_pb.js";
import type { Course } from "../gen/eschool/catalog/v1/course_pb.js";
import { openSchool, type School } from "../src/index.js";

/** Once per page. */
export function connect(): School {
  return openSchool({ baseUrl: "https://api.school.example" });
}

/** Public rpcs need nobody to be signed in. */
export async function findCourses(school: School, query: string): Promise<Course[]> {
  const catalog = createClient(CatalogService, school.transport);
  const found = await catalog.searchCourses({ query, pageSize: 20 });
  return found.courses;
}

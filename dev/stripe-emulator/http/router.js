/**
 * A route is `{ method, path, parameters, handle(unit, parameters, ...ids) }`. Path segments that start with `:` match any id.
 */
export class Router {
  #routes;

  constructor(routes) {
    this.#routes = routes.map((route) => ({ ...route, segments: route.path.split('/') }));
  }

  find(method, path) {
    const segments = path.split('/');
    for (const route of this.#routes) {
      if (route.method !== method || route.segments.length !== segments.length) continue;
      const matches = route.segments.every((segment, i) => (segment.startsWith(':') ? segments[i] !== '' : segment === segments[i]));
      if (!matches) continue;
      return { route, ids: segments.filter((_, i) => route.segments[i].startsWith(':')).map(decode) };
    }
    return null;
  }
}

function decode(segment) {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** A set of whole seconds, as ranges [start, end) that neither touch nor overlap. */
export class SecondRanges {
  #ranges: [number, number][] = [];

  add(start: number, end: number): void {
    const apart = this.#ranges.filter(([from, to]) => to < start || from > end);
    const merged = this.#ranges.filter(([from, to]) => to >= start && from <= end);
    apart.push([Math.min(start, ...merged.map(([from]) => from)), Math.max(end, ...merged.map(([, to]) => to))]);
    this.#ranges = apart.sort(([left], [right]) => left - right);
  }

  /** Removes the first ranges and returns them. */
  take(count: number): [number, number][] {
    return this.#ranges.splice(0, count);
  }
}

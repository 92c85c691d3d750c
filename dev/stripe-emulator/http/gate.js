/** Lets a bounded number of tasks run at a time, and the others wait in line. */
export class Gate {
  #free;
  #waiting = [];

  constructor(width) {
    this.#free = width;
  }

  async run(task) {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise((resolve) => { this.#waiting.push(resolve); });
    try {
      return await task();
    } finally {
      // A place goes straight to the next in line, so that nobody can slip in between.
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free += 1;
    }
  }
}

/** Lets one side wait until the other has something for it. A signal that nobody waits for is remembered once. */
export class Signal {
  #raised = false;
  #waiting: (() => void)[] = [];

  raise(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#raised = waiting.length === 0;
    for (const go of waiting) go();
  }

  /** Resolves when the signal is raised, or after `ms`. */
  wait(ms: number): Promise<void> {
    if (this.#raised) {
      this.#raised = false;
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#give(go), ms);
      function go(): void {
        clearTimeout(timer);
        resolve();
      }
      this.#waiting.push(go);
    });
  }

  #give(go: () => void): void {
    this.#waiting = this.#waiting.filter((it) => it !== go);
    go();
  }
}

/**
 * Counts how many of the last messages of a route became dead letters: a few are the publishers' affair, most of them
 * are ours.
 */
export class LetterLimit {
  readonly #most: number;
  /** 1 for a letter; a ring of twice the limit. */
  #last: Uint8Array;
  #at = 0;
  #count = 0;

  /** Reached when `most` of the last 2 × `most` messages became letters; 0: never. */
  constructor(most: number) {
    this.#most = most;
    this.#last = new Uint8Array(most * 2);
  }

  /** How many of these messages, from the first on, may go before the route has to stop. */
  admits(areLetters: readonly boolean[]): number {
    const ahead = new LetterLimit(this.#most);
    ahead.#last = this.#last.slice();
    ahead.#at = this.#at;
    ahead.#count = this.#count;
    const reached = areLetters.findIndex((isLetter) => ahead.note(isLetter));
    return reached < 0 ? areLetters.length : reached + 1;
  }

  /** True when the limit is reached with this message. */
  note(isLetter: boolean): boolean {
    if (this.#most === 0) return false;
    this.#count += Number(isLetter) - (this.#last[this.#at] ?? 0);
    this.#last[this.#at] = Number(isLetter);
    this.#at = (this.#at + 1) % this.#last.length;
    return isLetter && this.#count >= this.#most;
  }

  reset(): void {
    this.#last = new Uint8Array(this.#most * 2);
    this.#count = 0;
  }
}

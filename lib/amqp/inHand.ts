interface Body {
  readonly tag: number;
  readonly bytes: number;
}

/**
 * Bodies of one generation that are delivered and not acknowledged. A prefetch bounds their number; this, their bytes.
 */
export class InHand {
  readonly #most: number;
  #bodies: Body[] = [];
  #bytes = 0;

  constructor(mostBytes: number) {
    this.#most = mostBytes;
  }

  get count(): number {
    return this.#bodies.length;
  }

  /** More than may be; one body always may, however large. */
  get isTooMuch(): boolean {
    return this.#bytes > this.#most && this.count > 1;
  }

  /** Whether so many like the largest would not be too much; false while there is nothing to tell it by. */
  wouldFit(count: number): boolean {
    const largest = Math.max(...this.#bodies.map(({ bytes }) => bytes));
    return this.count > 0 && largest * count <= this.#most;
  }

  delivered(tag: number, bytes: number): void {
    this.#bodies.push({ tag, bytes });
    this.#bytes += bytes;
  }

  /** The delivery of this tag and all before it. */
  acknowledged(tag: number): void {
    const left = this.#bodies.findIndex((body) => body.tag > tag);
    const gone = this.#bodies.splice(0, left < 0 ? this.count : left);
    for (const { bytes } of gone) this.#bytes -= bytes;
  }

  clear(): void {
    this.#bodies = [];
    this.#bytes = 0;
  }
}

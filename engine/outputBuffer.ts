import type { Output } from './topology.ts';

/** One record to go out with the commit. */
export interface Outgoing {
  readonly output: Output<unknown>;
  readonly key: string;
  readonly value: Buffer | null;
}

/** What the running commit sends, one value per output and key: values under one key are combined as they come. */
export class OutputBuffer {
  readonly #pending = new Map<Output<unknown>, Map<string, unknown>>();
  #size = 0;

  send(output: Output<unknown>, key: string, value: unknown): void {
    const values = this.#pending.get(output) ?? new Map<string, unknown>();
    if (values.size === 0) this.#pending.set(output, values);
    const combining = output.combine !== undefined && values.has(key);
    if (!values.has(key)) this.#size++;
    values.set(key, combining ? output.combine?.(values.get(key), value) : value);
  }

  /** How many records the commit would send now. */
  get size(): number {
    return this.#size;
  }

  *records(): Iterable<Outgoing> {
    for (const [output, values] of this.#pending)
      for (const [key, value] of values) yield { output, key, value: output.encode(value) };
  }

  clear(): void {
    this.#pending.clear();
    this.#size = 0;
  }
}

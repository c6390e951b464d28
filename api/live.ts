import { gauge } from '#lib/metrics.ts';
import type { Change, Hello, Stale } from './answers.ts';

/** Where an event stream is written to; a Node response is one. */
export interface Sink {
  /** False when the reader is slower than the writer: then nothing more is written before `drain`. */
  write(text: string): boolean;
  once(event: 'drain', listener: () => void): unknown;
  end(): unknown;
  destroy(): unknown;
}

export interface LiveOptions {
  /** Shortest pause between two changes that one client is told of, ms. */
  readonly pauseMs?: number;
  readonly heartbeatMs?: number;
  /** What `hello` says: the version, and the company's time zone, in which the page shows times. */
  readonly version: string;
  readonly timeZone: string;
}

const clients = gauge('leaveline_api_live_clients', 'Pages that follow changes.');

/** An event of `text/event-stream`; its id is a time, epoch ms. */
const event = (name: string, data: Hello | Stale | Change, id?: number): string =>
  `event: ${name}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`;

/**
 * Tells any number of clients which tables have new rows. What a slow client has not been told yet is merged, never
 * queued.
 */
export class Live {
  readonly #clients = new Set<Client>();
  readonly #options: Required<LiveOptions>;
  readonly #heartbeat: NodeJS.Timeout;
  #staleSince: number | null = null;

  constructor(options: LiveOptions) {
    this.#options = { pauseMs: 200, heartbeatMs: 15_000, ...options };
    this.#heartbeat = setInterval(() => this.#beat(), this.#options.heartbeatMs).unref();
  }

  /** Adds a client until the returned function is called. */
  join(sink: Sink): () => void {
    const client = new Client(sink, this.#options.pauseMs);
    this.#clients.add(client);
    clients.set(this.#clients.size);
    client.say(`retry: 1000\n\n${this.#greeting()}`);
    return () => this.#leave(client);
  }

  /** These tables had new rows at this time (epoch ms). */
  changed(tables: Iterable<string>, at: number): void {
    const names = [...tables];
    for (const client of this.#clients) client.changed(names, at);
  }

  /** Changes are not heard of since then (epoch ms). */
  stale(since: number): void {
    if (this.#staleSince !== null) return;
    this.#staleSince = since;
    this.#sayToAll();
  }

  /** Changes are heard of again; whoever was told `stale` reads everything anew on `hello`. */
  fresh(): void {
    if (this.#staleSince === null) return;
    this.#staleSince = null;
    this.#sayToAll();
  }

  /** Ends every stream. */
  close(): void {
    clearInterval(this.#heartbeat);
    for (const client of this.#clients) {
      this.#leave(client);
      client.end();
    }
  }

  #sayToAll(): void {
    for (const client of this.#clients) client.say(this.#greeting());
  }

  #greeting(): string {
    const since = this.#staleSince;
    if (since !== null) return event('stale', { since: new Date(since).toISOString() });
    const { version, timeZone } = this.#options;
    return event('hello', { version, timeZone });
  }

  #beat(): void {
    for (const client of this.#clients) if (!client.beat()) this.#leave(client);
  }

  #leave(client: Client): void {
    client.leave();
    this.#clients.delete(client);
    clients.set(this.#clients.size);
  }
}

/** Heartbeats that a client may miss before it counts as gone. */
const missedBeats = 4;

class Client {
  readonly #sink: Sink;
  readonly #pauseMs: number;
  readonly #tables = new Set<string>();
  #at = 0;
  #toSay = '';
  #lastMs = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;
  #blocked = false;
  #missed = 0;

  constructor(sink: Sink, pauseMs: number) {
    this.#sink = sink;
    this.#pauseMs = pauseMs;
  }

  changed(tables: readonly string[], at: number): void {
    for (const table of tables) this.#tables.add(table);
    this.#at = Math.max(this.#at, at);
    this.#schedule();
  }

  /** Says it at once, or after the drain; only the latest word counts. */
  say(text: string): void {
    if (this.#blocked) this.#toSay = text;
    else this.#write(text);
  }

  /** Keeps the connection open; false when the client has taken nothing for too long. */
  beat(): boolean {
    if (!this.#blocked) this.#write(': here\n\n');
    else this.#missed += 1;
    if (this.#missed < missedBeats) return true;
    this.#sink.destroy();
    return false;
  }

  leave(): void {
    clearTimeout(this.#timer);
    this.#blocked = true;
  }

  end(): void {
    this.#sink.end();
  }

  #schedule(): void {
    if (this.#blocked || this.#timer !== undefined) return;
    const wait = Math.max(0, this.#lastMs + this.#pauseMs - performance.now());
    this.#timer = setTimeout(() => this.#tell(), wait);
  }

  #tell(): void {
    this.#timer = undefined;
    if (this.#blocked || this.#tables.size === 0) return;
    this.#lastMs = performance.now();
    const tables = [...this.#tables].sort();
    this.#tables.clear();
    this.#write(event('change', { tables, at: new Date(this.#at).toISOString() }, this.#at));
  }

  #write(text: string): void {
    if (this.#sink.write(text)) return;
    this.#blocked = true;
    this.#sink.once('drain', () => this.#drained());
  }

  #drained(): void {
    this.#blocked = false;
    this.#missed = 0;
    const text = this.#toSay;
    this.#toSay = '';
    if (text !== '') this.#write(text);
    if (this.#tables.size > 0) this.#schedule();
  }
}

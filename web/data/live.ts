import { signal } from '@preact/signals';
import { zone } from '../language/appearance.ts';
import type { Change, Hello, Stale } from './contract.ts';
import { openResources } from './resource.ts';

/** How the page hears of changes. `at`: when it last knew to be up to date, epoch ms. */
export interface Connection {
  readonly state: 'connecting' | 'live' | 'stale';
  readonly at: number | null;
}

export const connection = signal<Connection>({ state: 'connecting', at: null });

/** Between two tries to connect, ms. */
const SHORTEST_PAUSE = 1000;
const LONGEST_PAUSE = 15_000;

const touched = (tables: readonly string[]): void => {
  const changed = new Set(tables);
  for (const resource of openResources())
    if ([...resource.tables].some((table) => changed.has(table))) resource.refresh();
};

/** Everything on the page may be old after a gap. */
const refreshAll = (): void => {
  for (const resource of openResources()) resource.refresh();
};

const parse = (text: string): Partial<Change & Hello & Stale> => {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
};

/** The stream of changes, opened anew when it breaks. */
class Follower {
  #source: EventSource | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #pause = SHORTEST_PAUSE;
  /** Whether changes may have gone by unheard. */
  #gap = false;

  open(): void {
    this.close();
    const source = new EventSource('/api/live');
    this.#source = source;
    source.addEventListener('hello', (event) => this.#alive(parse(event.data).timeZone));
    source.addEventListener('stale', (event) => this.#deaf(parse(event.data).since));
    source.addEventListener('error', () => this.#lost());
    source.addEventListener('change', (event) => {
      connection.value = { state: 'live', at: Date.now() };
      touched(parse(event.data).tables ?? []);
    });
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#gap ||= connection.value.at !== null;
  }

  #alive(timeZone: string | undefined): void {
    this.#pause = SHORTEST_PAUSE;
    connection.value = { state: 'live', at: Date.now() };
    if (timeZone !== undefined) zone.value = timeZone;
    if (this.#gap) refreshAll();
    this.#gap = false;
  }

  /** The API is there but hears of no changes itself; it says hello when it does again. */
  #deaf(since: string | undefined): void {
    this.#gap = true;
    connection.value = { state: 'stale', at: since === undefined ? connection.value.at : Date.parse(since) };
  }

  /** The browser tries again by itself unless the answer was an error. */
  #lost(): void {
    this.#gap = true;
    if (connection.value.state !== 'stale') connection.value = { ...connection.value, state: 'stale' };
    if (this.#source?.readyState !== EventSource.CLOSED) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.open(), this.#pause);
    this.#pause = Math.min(LONGEST_PAUSE, this.#pause * 2);
  }
}

/**
 * Follows `/api/live`: a change refreshes the answers that read its tables; after a gap everything is read anew.
 * A hidden tab lets go, for browsers give one site six connections over all tabs.
 */
export const follow = (): void => {
  const follower = new Follower();
  const seen = (): void => (document.hidden ? follower.close() : follower.open());
  document.addEventListener('visibilitychange', seen);
  seen();
};

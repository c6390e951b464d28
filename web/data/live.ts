import { signal } from '@preact/signals';
import { zone } from '../language/appearance.ts';
import type { Change, Hello } from './contract.ts';
import { openResources } from './resource.ts';

/** How the page hears of changes. `at`: when it last knew to be up to date, epoch ms. */
export interface Connection {
  readonly state: 'connecting' | 'live' | 'stale';
  readonly at: number | null;
}

export const connection = signal<Connection>({ state: 'connecting', at: null });

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

const parse = (text: string): Partial<Change & Hello> => {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
};

/**
 * Follows `/api/live`: a change refreshes the answers that read its tables; after a lost connection everything is read anew.
 * A hidden tab lets go, for browsers give one site six connections over all tabs. Returns the function that ends it.
 */
export const follow = (): (() => void) => {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pause = 1000;
  let gap = false;

  const alive = (): void => {
    pause = 1000;
    connection.value = { state: 'live', at: Date.now() };
    if (gap) refreshAll();
    gap = false;
  };
  const lost = (): void => {
    gap = true;
    if (connection.value.state !== 'stale') connection.value = { ...connection.value, state: 'stale' };
    if (source?.readyState !== EventSource.CLOSED) return;
    clearTimeout(timer);
    timer = setTimeout(connect, pause);
    pause = Math.min(LONGEST_PAUSE, pause * 2);
  };
  const connect = (): void => {
    source?.close();
    source = new EventSource('/api/live');
    source.addEventListener('open', alive);
    source.addEventListener('hello', (event) => {
      alive();
      const { timeZone } = parse(event.data);
      if (timeZone !== undefined) zone.value = timeZone;
    });
    source.addEventListener('error', lost);
    source.addEventListener('change', (event) => {
      connection.value = { state: 'live', at: Date.now() };
      touched(parse(event.data).tables ?? []);
    });
  };
  const seen = (): void => {
    clearTimeout(timer);
    if (document.hidden) {
      gap = true;
      source?.close();
    } else connect();
  };
  document.addEventListener('visibilitychange', seen);
  seen();
  return () => {
    document.removeEventListener('visibilitychange', seen);
    clearTimeout(timer);
    source?.close();
  };
};

import { computed, signal } from '@preact/signals';
import type { Change, Hello, Stale } from '#api/answers.ts';
import { followStream } from './eventStream.ts';
import { overdue, refreshAll, refreshTables } from './resource.ts';
import { zone } from './zone.ts';

/**
 * How the page hears of changes; `frozen`: this reader sees figures of a snapshot a day, which do not change. `at`:
 * when it last knew to be up to date, epoch ms.
 */
export interface Connection {
  readonly state: 'connecting' | 'live' | 'stale' | 'frozen';
  readonly at: number | null;
}

export const connection = signal<Connection>({ state: 'connecting', at: null });

/** What the page as a whole is: stale also where single answers could not be read anew, as of the oldest of them. */
export const standing = computed((): Connection => {
  if (connection.value.state === 'stale' || overdue.value.size === 0) return connection.value;
  return { state: 'stale', at: Math.min(...overdue.value.values()) };
});

/** Since when frozen figures stand, epoch ms, as the newest answer says; null: none has. */
export const frozenSince = signal<number | null>(null);

/** Whether changes may have gone by unheard. */
let gap = false;

function catchUp(): void {
  if (gap) refreshAll();
  gap = false;
}

function alive(timeZone: string | undefined): void {
  connection.value = { state: 'live', at: Date.now() };
  if (timeZone !== undefined) zone.value = timeZone;
  catchUp();
}

/** The API is there but hears of no changes itself; it says hello when it does again. */
function deaf(since: string | undefined): void {
  gap = true;
  connection.value = { state: 'stale', at: since === undefined ? connection.value.at : Date.parse(since) };
}

function heard(name: string, data: unknown): void {
  const said = (data ?? {}) as Partial<Change & Hello & Stale>;
  if (name === 'hello') alive(said.timeZone);
  if (name === 'stale') deaf(said.since);
  if (name !== 'change') return;
  connection.value = { state: 'live', at: Date.now() };
  refreshTables(said.tables ?? []);
}

/**
 * Follows `/api/live`: a change refreshes the answers that read its tables; after a gap everything is read anew. Ends
 * by the returned function.
 */
export function follow(): () => void {
  function hidden(): void {
    gap ||= document.hidden && connection.value.at !== null;
  }
  document.addEventListener('visibilitychange', hidden);
  const end = followStream('/api/live', {
    event: heard,
    lost: () => {
      gap = true;
      if (connection.value.state !== 'stale') connection.value = { ...connection.value, state: 'stale' };
    },
    refused: () => {
      connection.value = { state: 'frozen', at: null };
      catchUp();
    },
  });
  return () => {
    document.removeEventListener('visibilitychange', hidden);
    end();
    connection.value = { state: 'connecting', at: null };
  };
}

import { UnreadableRecord } from '#lib/avro/serde.ts';
import { slicesOf } from '#lib/slices.ts';
import { asEvent } from '#schemas/catalogue.ts';
import { isMarked, saysTheSame } from '#schemas/copies.ts';
import type { AnyEvent } from '#schemas/event.ts';
import { joinKey, splitKey } from '#schemas/keys.ts';
import { readPayload } from '#tables/payload.ts';
import type { Decode, ReadRecord } from './block.ts';
import type { ClickHouse } from './clickhouse.ts';

/** A record of an event topic and what it says. */
interface Told {
  readonly record: ReadRecord;
  readonly event: AnyEvent;
}

/** ClickHouse takes a query of 256 KiB. */
const idBytes = 128 * 1024;

/**
 * An event that an earlier version wrote has no mark, and its own row in `events`. That row goes where a marked record
 * says the same, as in the sets of the line. Only what happened before the newest such event can repeat one, so on a
 * line that began with marks nothing is asked.
 */
export class EarlierEvents {
  readonly #db: ClickHouse;
  readonly #decode: Decode;
  /** When the newest of them happened, epoch ms; undefined: not asked yet. */
  #newest: number | undefined;

  constructor(db: ClickHouse, decode: Decode) {
    this.#db = db;
    this.#decode = decode;
  }

  /**
   * The records, those without a mark as tombstones where a marked one says the same, and a tombstone for each such row
   * in the table.
   */
  async settle(records: readonly ReadRecord[]): Promise<readonly ReadRecord[]> {
    const told = records.flatMap((record) => this.#told(record));
    const earlier = told.filter(({ event }) => !isMarked(event));
    const newest = Math.max(await this.#newestThere(), ...earlier.map(({ event }) => event.occurredAt));
    this.#newest = newest;
    const concerned = told.filter(({ event }) => event.occurredAt <= newest);
    if (concerned.length === 0) return records;
    const events = [...(await this.#held(concerned)), ...concerned.map(({ event }) => event)];
    const known = Map.groupBy(events, ({ eventId }) => eventId);
    const repeated = new Set(earlier.filter(({ event }) => isRepeated(event, known)).map(({ record }) => record));
    return [
      ...records.map((record) => (repeated.has(record) ? { ...record, value: null } : record)),
      ...concerned.filter(({ event }) => repeats(event, known)).map(({ record }) => earlierRow(record)),
    ];
  }

  #told(record: ReadRecord): Told[] {
    try {
      const event = record.value && asEvent(this.#decode(record.value));
      return event ? [{ record, event }] : [];
    } catch (error) {
      if (error instanceof UnreadableRecord) return [];
      throw error;
    }
  }

  async #newestThere(): Promise<number> {
    if (this.#newest !== undefined) return this.#newest;
    const [row] = await this.#db.query<{ newest: string | number | null }>(
      `SELECT toUnixTimestamp64Milli(maxOrNull(occurred_at)) AS newest FROM \`${this.#db.database}\`.events WHERE mark = '' AND _deleted = 0`,
    );
    return Number(row?.newest ?? Number.NEGATIVE_INFINITY);
  }

  /** What the table has under these ids. */
  async #held(told: readonly Told[]): Promise<AnyEvent[]> {
    const ids = [...new Set(told.map(({ event }) => event.eventId))];
    const events: AnyEvent[] = [];
    for (const slice of slicesOf(ids, idBytes, 3)) {
      const list = slice.map((id) => `'${id}'`).join(',');
      const rows = await this.#db.query<Row>(
        `SELECT toString(type) AS type, payload, mark, toString(source) AS source FROM \`${this.#db.database}\`.events FINAL WHERE event_id IN (${list}) AND _deleted = 0`,
      );
      events.push(...rows.flatMap((row) => readPayload(row.type, row.payload, row) ?? []));
    }
    return events;
  }
}

interface Row {
  readonly type: string;
  readonly payload: string;
  readonly mark: string;
  readonly source: string;
}

type Known = ReadonlyMap<string, readonly AnyEvent[]>;

const isRepeated = (earlier: AnyEvent, known: Known): boolean =>
  (known.get(earlier.eventId) ?? []).some((event) => isMarked(event) && saysTheSame(earlier, event));

const repeats = (event: AnyEvent, known: Known): boolean =>
  isMarked(event) &&
  (known.get(event.eventId) ?? []).some((earlier) => !isMarked(earlier) && saysTheSame(earlier, event));

function earlierRow(record: ReadRecord): ReadRecord {
  const [person = '', eventId = ''] = splitKey(record.key);
  return { ...record, key: joinKey([person, eventId]), value: null };
}

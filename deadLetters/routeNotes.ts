import { z } from 'zod';
import type { OutgoingRecord } from '#lib/kafka/producer.ts';
import type { KafkaRecord } from '#lib/kafka/record.ts';
import { operationsTopic } from '#schemas/topics.ts';

const routeNote = z.object({
  route: z.string(),
  /** `resume`: an operator lets it go on. */
  note: z.enum(['stopped', 'running', 'resume']),
  why: z.string(),
  /** The process of ingress, or who resumed it. */
  by: z.string(),
  /** Epoch ms. */
  at: z.number(),
});

/** What ingress says of a route, and operators to it. */
export type RouteNote = z.output<typeof routeNote>;

/** The newest word of ingress on each route, and the newest of operators. */
export function routeRecord(note: RouteNote): OutgoingRecord {
  const key = `${note.note === 'resume' ? 'resume' : 'route'}/${note.route}`;
  return { topic: operationsTopic, partition: 0, key, value: Buffer.from(JSON.stringify(note)) };
}

/** undefined for a record of something else. */
export function routeNoteIn({ value }: Pick<KafkaRecord, 'value'>): RouteNote | undefined {
  try {
    return routeNote.safeParse(JSON.parse(value?.toString() ?? '')).data;
  } catch {
    return undefined;
  }
}

/** Routes that stand: what ingress has said of each last. */
export class StoppedRoutes {
  readonly #notes = new Map<string, RouteNote>();

  take(records: readonly Pick<KafkaRecord, 'value'>[]): void {
    for (const note of records.map(routeNoteIn)) if (note && note.note !== 'resume') this.#notes.set(note.route, note);
  }

  list(): RouteNote[] {
    return [...this.#notes.values()].filter(({ note }) => note === 'stopped');
  }
}

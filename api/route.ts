import type { z } from 'zod';
import type { Clock } from '#lib/clock.ts';
import type { Access } from '#lib/http/routes.ts';
import type { Person, Role } from '#schemas/access/people.ts';
import type { Database } from './clickhouse.ts';
import type { Asked, Parameters } from './parameters.ts';
import type { KeptTotals } from './people/kept.ts';

/** What routes read from. */
export interface World {
  readonly database: Database;
  readonly clock: Clock;
  /** COMPANY_TIME_ZONE: which day an instant falls on. */
  readonly zone: string;
  readonly kafka: KafkaView;
  /** What sets of people add to statistics. */
  readonly people: KeptTotals;
}

/** What is known of Kafka. */
export interface KafkaView {
  /** null when it answers; else since when it does not, epoch ms. */
  away(): number | null;
  /** When a table had new rows, epoch ms; only of tables whose change was seen. */
  changes(): ReadonlyMap<string, number>;
  /** Rejects while Kafka is away. */
  state(): Promise<KafkaState>;
}

export interface KafkaState {
  readonly deadLetters: number;
  /** Records that are still to be taken, by consumer group. */
  readonly lag: Readonly<Record<string, number>>;
  /** The end of each partition, by topic. */
  readonly ends: ReadonlyMap<string, ReadonlyMap<number, bigint>>;
}

export type Reply =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'csv'; readonly text: string; readonly file: string };

export const json = (value: unknown): Reply => ({ kind: 'json', value });

/** One address below /api. The OpenAPI document, the check of the request and the answer follow from it. */
export interface Route {
  readonly path: string;
  readonly summary: string;
  readonly roles: Exclude<Access<Role>, 'anyone'>;
  readonly parameters: Parameters;
  /** What the JSON answer looks like. */
  readonly answer: z.ZodType;
  read(asked: Asked<Parameters>, world: World, person: Person): Promise<Reply>;
}

/** Defines a route; `read` gets what its parameters make of the request, and answers within the scope of who asks. */
export const route = <P extends Parameters>(definition: {
  readonly path: string;
  readonly summary: string;
  readonly roles: Route['roles'];
  readonly parameters: P;
  readonly answer: z.ZodType;
  readonly read: (asked: Asked<P>, world: World, person: Person) => Promise<Reply>;
}): Route => definition as unknown as Route;

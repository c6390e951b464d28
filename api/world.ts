import type { Clock } from '#lib/clock.ts';
import type { Database } from './clickhouse.ts';
import type { LettersView } from './deadLetters/follower.ts';
import type { TotalsCache } from './people/totalsCache.ts';

/** What routes read from. */
export interface World {
  readonly database: Database;
  readonly clock: Clock;
  /** COMPANY_TIME_ZONE: which day an instant falls on. */
  readonly zone: string;
  readonly kafka: KafkaView;
  readonly letters: LettersView;
  /** What sets of people add to statistics. */
  readonly people: TotalsCache;
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
  /** Records that are still to be taken, by consumer group. */
  readonly lag: Readonly<Record<string, number>>;
  /** The end of each partition, by topic. */
  readonly ends: ReadonlyMap<string, ReadonlyMap<number, bigint>>;
}

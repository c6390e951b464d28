import type { Serde } from '#lib/avro/serde.ts';
import type { Clock } from '#lib/clock.ts';
import { ConfigError } from '#lib/config.ts';
import type { Kafka } from '#lib/kafka/client.ts';
import type { Log } from '#lib/log.ts';
import type { Part } from '#lib/role.ts';
import { doubled, sleep } from '#lib/timing.ts';
import type { Table } from '#tables/tables.ts';
import type { View } from '#tables/views.ts';
import type { ClickHouse } from './clickhouse.ts';
import type { Limits } from './collector.ts';
import { runReading } from './consumer.ts';
import { faultCode } from './faults.ts';
import { restarts, waits } from './metrics.ts';

export interface SinkOptions {
  readonly kafka: Kafka;
  readonly db: ClickHouse;
  readonly serde: Serde;
  readonly tables: readonly Table[];
  readonly views: readonly View[];
  readonly group: string;
  readonly deadLetterPartitions: number;
  readonly limits: Limits;
  readonly clock: Clock;
  readonly log: Log;
}

/** What a reading tells and asks of the sink around it. */
export interface Around {
  readonly stopping: AbortSignal;
  /** null: working; else what it waits for. */
  tell(why: string | null): void;
  /** Waits before another attempt at something that failed; rejects when the sink is stopping. */
  pause(attempt: number, error: unknown): Promise<void>;
}

/** The sink is being stopped: leave everything as it is. */
class Stopping extends Error {
  override readonly name = 'Stopping';
}

const backoff = { firstMs: 200, maxMs: 5_000 };

/**
 * Fills the tables from Kafka until it is stopped. Whatever goes wrong that waiting may mend ends the reading, and it
 * begins anew; only settings that cannot be used, tables that cannot be changed and refusals end the part.
 */
export function startSink(options: SinkOptions): Part {
  const stopped = new AbortController();
  const state: { why: string | null } = { why: 'starting' };
  const around: Around = {
    stopping: stopped.signal,
    tell: (why) => {
      state.why = why;
    },
    pause: async (attempt, error) => {
      const code = faultCode(error);
      waits.inc({ code });
      around.tell(`waiting: ${(error as Error).message}`);
      options.log.warn({ code, attempt }, (error as Error).message);
      await sleep(doubled(backoff, attempt + 1), stopped.signal);
      if (stopped.signal.aborted) throw new Stopping('the sink is stopping');
    },
  };
  const running = readAgainAndAgain(options, around);
  return {
    ready: () => state.why,
    failed: running.then(() => new Promise<never>(() => {})),
    stop: async () => {
      stopped.abort();
      await running.catch(() => {});
    },
  };
}

async function readAgainAndAgain(options: SinkOptions, around: Around): Promise<void> {
  for (let attempt = 0; !around.stopping.aborted; attempt++) {
    try {
      await runReading(options, around, () => {
        attempt = 0;
      });
    } catch (error) {
      if (error instanceof Stopping || around.stopping.aborted) return;
      if (error instanceof ConfigError) throw error;
      restarts.inc({ reason: faultCode(error) });
      options.log.warn({ err: error }, 'reading begins anew');
      await around.pause(attempt, error).catch(() => {});
    }
  }
}

import { ConfigError } from '#lib/config.ts';
import type { Part } from '#lib/role.ts';
import { doubled, sleep } from '#lib/timing.ts';
import { runConsumer } from './consumer.ts';
import { NewerFields, type SinkContext, type SinkOptions, Stopping } from './context.ts';
import { faultCode } from './faults.ts';
import { restarts, waits } from './metrics.ts';

const backoff = { firstMs: 200, maxMs: 5_000 };

/**
 * Fills the tables from Kafka until it is stopped. Whatever goes wrong that waiting may mend ends the consumer, and
 * another one begins; only settings that cannot be used, tables that cannot be changed and refusals end the part.
 */
export function startSink(options: SinkOptions): Part {
  const stopping = new AbortController();
  const status: Status = { why: 'starting' };
  const running = consumeAgainAndAgain(options, contextOf(options, status, stopping.signal));
  return {
    ready: () => status.why,
    failed: running.then(() => new Promise<never>(() => {})),
    stop: async () => {
      stopping.abort();
      await running.catch(() => {});
    },
  };
}

interface Status {
  why: string | null;
}

function contextOf({ log }: SinkOptions, status: Status, stopping: AbortSignal): SinkContext {
  function tell(why: string | null): void {
    status.why = why;
  }
  async function pause(attempt: number, error: unknown): Promise<void> {
    const code = faultCode(error);
    waits.inc({ code });
    tell(`waiting: ${(error as Error).message}`);
    log.warn({ code, attempt }, (error as Error).message);
    await sleep(doubled(backoff, attempt + 1), stopping);
    if (stopping.aborted) throw new Stopping('the sink is stopping');
  }
  return { stopping, tell, pause };
}

async function consumeAgainAndAgain(options: SinkOptions, context: SinkContext): Promise<void> {
  let { tables } = options;
  for (let attempt = 0; !context.stopping.aborted; attempt++) {
    try {
      await runConsumer({ ...options, tables }, context, () => {
        attempt = 0;
      });
    } catch (error) {
      if (error instanceof Stopping || context.stopping.aborted) return;
      if (error instanceof ConfigError) throw error;
      if (error instanceof NewerFields) tables = error.widened(tables);
      restarts.inc({ reason: faultCode(error) });
      options.log.warn({ err: error }, 'the consumer begins anew');
      await context.pause(attempt, error).catch(() => {});
    }
  }
}

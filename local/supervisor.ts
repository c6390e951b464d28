import { type Backoff, retrying, sleep } from '#lib/timing.ts';
import type { LocalPart, StartContext } from './part.ts';

/** Something that is started, watched, and started again when it dies. */
export interface Service {
  readonly name: string;
  /** Starts it; resolves when it serves. Throws one sentence with the remedy, and leaves no process behind then. */
  start(context: ServiceContext): Promise<LocalPart>;
}

export interface ServiceContext extends StartContext {
  /** The environment of the line as far as it stands. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** A start that follows a death: it may take as long as it takes. */
  readonly again: boolean;
}

export interface Supervised {
  readonly name: string;
  readonly part: LocalPart;
  /** How often it was started again. */
  readonly restarts: number;
  /** Resolves when it serves, again if need be. */
  serving(): Promise<void>;
  /** Sends a signal, by default SIGKILL, that ends it; resolves when it is gone and about to be started again. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  stop(): Promise<void>;
}

export interface Supervision {
  readonly context: Omit<ServiceContext, 'again'>;
  /** Told one sentence when the service died, could not be started, and is back. */
  readonly say: (text: string) => void;
  /** Default: 250 ms to ten seconds. */
  readonly backoff?: Backoff;
}

interface State {
  part: LocalPart;
  serving: Promise<void>;
  restarts: number;
  readonly stopping: AbortController;
}

/** Starts the service, and from then on starts it again whenever it dies. A failure of the first start is thrown. */
export async function supervise(service: Service, supervision: Supervision): Promise<Supervised> {
  const part = await service.start({ ...supervision.context, again: false });
  const state: State = { part, serving: Promise.resolve(), restarts: 0, stopping: new AbortController() };
  const kept = keep(service, supervision, state);
  return {
    name: service.name,
    get part() {
      return state.part;
    },
    get restarts() {
      return state.restarts;
    },
    serving: () => state.serving,
    kill: async (signal = 'SIGKILL') => {
      const { part: current } = state;
      current.signal(signal);
      await current.exited;
    },
    stop: async () => {
      state.stopping.abort();
      await kept;
      await state.part.stop();
    },
  };
}

/** The loop: wait for a death, start again; until it is stopped. */
async function keep(service: Service, supervision: Supervision, state: State): Promise<void> {
  const { signal } = state.stopping;
  const stopped = new Promise<null>((resolve) => signal.addEventListener('abort', () => resolve(null)));
  for (;;) {
    const death = await Promise.race([state.part.exited, stopped]);
    if (death === null || signal.aborted) return;
    supervision.say(`${firstLine(death)}. Starting it again.`);
    state.restarts += 1;
    state.serving = revive(service, supervision, state);
    await Promise.race([state.serving, stopped]);
    if (signal.aborted) return void (await state.serving.catch(() => {}));
  }
}

/** Tries until it serves, waiting longer each time; gives up silently when it is stopped meanwhile. */
async function revive(
  service: Service,
  { context, say, backoff = standard }: Supervision,
  state: State,
): Promise<void> {
  const { signal } = state.stopping;
  const started = Date.now();
  const failed = (error: unknown) => say(`${firstLine((error as Error).message)} (trying again)`);
  async function start() {
    state.part = await service.start({ ...context, signal, again: true });
  }
  await sleep(backoff.firstMs, signal);
  try {
    await retrying(start, { signal, backoff, failed });
    say(`${service.name} is back after ${((Date.now() - started) / 1000).toFixed(1)} s.`);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

const standard: Backoff = { firstMs: 250, maxMs: 10_000 };

const firstLine = (text: string): string => text.split('\n')[0] ?? '';

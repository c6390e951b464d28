import type { Screen } from './screen.ts';
import { type Service, type ServiceContext, type Supervised, supervise } from './supervisor.ts';

export interface RunOptions {
  readonly dataDir: string;
  /** What the first service finds; grows by what each part gives. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly screen: Screen;
  readonly signal?: AbortSignal | undefined;
}

/** A line in the making: what runs so far, in groups, and the environment that grows with it. */
export interface Run {
  readonly groups: readonly (readonly Supervised[])[];
  readonly screen: Screen;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What a step named `name` needs to know. */
  context(name: string): Omit<ServiceContext, 'again'>;
  /** Starts them side by side; the first failure gives up the others and is thrown. */
  start(services: readonly Service[]): Promise<void>;
  /** From here on only deaths and returns are shown. */
  started(): void;
  /** Stops the groups in the reverse order of their start. */
  stop(): Promise<void>;
}

/** An empty run. */
export function newRun({ dataDir, env: given, screen, signal: outer }: RunOptions): Run {
  const groups: Supervised[][] = [];
  const env: Record<string, string | undefined> = { ...given };
  const failing = new AbortController();
  const signal = outer ? AbortSignal.any([outer, failing.signal]) : failing.signal;
  const state = { starting: true };
  const context = (name: string): Omit<ServiceContext, 'again'> => ({
    dataDir,
    env,
    signal,
    progress: (text) => state.starting && screen.step(name, text),
  });
  async function startOne(group: Supervised[], service: Service) {
    const one = await supervise(service, { context: context(service.name), say: screen.say });
    group.push(one);
    Object.assign(env, one.part.env);
    screen.done(one.name, one.part.address || 'runs');
  }
  async function start(services: readonly Service[]) {
    const group: Supervised[] = [];
    groups.push(group);
    const starts = services.map((service) => startOne(group, service));
    await Promise.all(starts).catch(async (error) => {
      failing.abort();
      await Promise.allSettled(starts);
      throw error;
    });
    group.sort((a, b) => position(services, a) - position(services, b));
  }
  async function stop() {
    for (const group of groups.splice(0).reverse()) await Promise.all(group.map((one) => one.stop()));
  }
  function started() {
    state.starting = false;
  }
  return { groups, screen, env, context, start, started, stop };
}

const position = (services: readonly Service[], one: Supervised): number =>
  services.findIndex(({ name }) => name === one.name);

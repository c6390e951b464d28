/**
 * What a task knows about itself. It is an entry of its store like any other, so it is committed, restored and rolled
 * back with the data; the positions in it, not the offsets of the consumer group (which expire), say where the task
 * goes on.
 */
export interface TaskState {
  /** The next offset to process, by source topic. */
  readonly positions: Record<string, bigint>;
  /** Epoch ms. */
  streamTime: number;
  fingerprint: Readonly<Record<string, string>>;
  phase: Phase;
}

export type Offsets = Readonly<Record<string, bigint>>;

/**
 * `live`: outputs are sent. `rebuilding`: public outputs are kept back until the task has read every external source up
 * to `targets` and every upstream task has told it, by a marker, that it has caught up, too.
 */
export type Phase =
  | { readonly kind: 'live' }
  | {
      readonly kind: 'rebuilding';
      /** By external source topic: its end when the rebuild began. */
      readonly targets: Offsets;
      /** `<subtopology>/<partition>` of the upstream tasks whose marker has come. */
      readonly caughtUp: readonly string[];
    };

export const live: Phase = { kind: 'live' };

export const beginRebuild = (targets: Offsets): Phase => ({ kind: 'rebuilding', targets, caughtUp: [] });

/** The phase once the task `from` (`<subtopology>/<partition>`) has told that it has caught up. */
export const withMarker = (phase: Phase, from: string): Phase =>
  phase.kind === 'live' || phase.caughtUp.includes(from) ? phase : { ...phase, caughtUp: [...phase.caughtUp, from] };

/** Whether a rebuild has read all there was when it began, and heard of all of `upstream` that they have, too. */
export function hasCaughtUp(phase: Phase, positions: Offsets, upstream: readonly string[]): boolean {
  if (phase.kind === 'live') return true;
  const sourcesRead = Object.entries(phase.targets).every(([topic, end]) => (positions[topic] ?? 0n) >= end);
  return sourcesRead && upstream.every((task) => phase.caughtUp.includes(task));
}

export const initialState = (phase: Phase): TaskState => ({ positions: {}, streamTime: 0, fingerprint: {}, phase });

/** The key of the task's state among the entries of its store; store names hold no `!`. */
export const taskStateKey = '!task';

interface StoredState extends Omit<TaskState, 'positions' | 'phase'> {
  readonly positions: Record<string, string>;
  readonly phase: { kind: 'live' } | { kind: 'rebuilding'; targets: Record<string, string>; caughtUp: string[] };
}

/** JSON, with offsets as decimal texts. */
export function encodeTaskState({ positions, phase, ...rest }: TaskState): Buffer {
  const storedPhase = phase.kind === 'live' ? phase : { ...phase, targets: texts(phase.targets) };
  return Buffer.from(JSON.stringify({ ...rest, positions: texts(positions), phase: storedPhase }));
}

export function decodeTaskState(bytes: Buffer): TaskState {
  const { positions, phase, ...rest } = JSON.parse(bytes.toString()) as StoredState;
  const readPhase = phase.kind === 'live' ? phase : { ...phase, targets: offsets(phase.targets) };
  return { ...rest, positions: offsets(positions), phase: readPhase };
}

const texts = (given: Offsets): Record<string, string> =>
  Object.fromEntries(Object.entries(given).map(([topic, offset]) => [topic, String(offset)]));

const offsets = (given: Readonly<Record<string, string>>): Record<string, bigint> =>
  Object.fromEntries(Object.entries(given).map(([topic, offset]) => [topic, BigInt(offset)]));

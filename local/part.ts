/** A running part of the line on this machine: a server started here, or one that was found and is used as it is. */
export interface LocalPart {
  readonly name: string;
  /** Where people and programs reach it, e.g. `localhost:9092`. */
  readonly address: string;
  /** What other parts need in their environment to find it, e.g. `{ KAFKA_BROKERS }`. */
  readonly env: Readonly<Record<string, string>>;
  /** Resolves with one sentence when it is gone without having been stopped; never for a part that was found. */
  readonly exited: Promise<string>;
  /** Ends it and waits until it is gone; a part that was found is left as it is. */
  stop(): Promise<void>;
  /** Sends a signal to the whole process group; nothing for a part that was found. */
  signal(signal: NodeJS.Signals): void;
}

/** What every start needs to know. */
export interface StartContext {
  /** Absolute folder of everything this line keeps: data, logs, process ids. */
  readonly dataDir: string;
  /** Told what is being waited for, in a few words; called often. */
  readonly progress: (text: string) => void;
  /** Aborted when the start is to be given up. */
  readonly signal?: AbortSignal | undefined;
}

/** A part that somebody else runs: it is used, and never stopped. */
export const foundPart = (name: string, address: string, env: Record<string, string>): LocalPart => ({
  name,
  address,
  env,
  exited: new Promise(() => {}),
  stop: async () => {},
  signal: () => {},
});

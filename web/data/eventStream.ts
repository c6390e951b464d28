import { openAsPerson } from './authorized.ts';

/** What is heard of a stream of server-sent events. */
export interface Listener {
  /** One event; `data` is its JSON, null where it is none. */
  readonly event: (name: string, data: unknown) => void;
  /** Nothing is heard for now; it is tried again. */
  readonly lost: () => void;
  /** This reader may not listen: it is not tried again. */
  readonly refused: () => void;
}

/** Between two tries to connect, ms. */
const shortestPauseMs = 1000;
const longestPauseMs = 15_000;
/** Streams beat every fifteen seconds; one that is silent for so long, ms, is dead. */
const silenceMs = 40_000;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The name and the data of one block of `text/event-stream`; null for comments. */
function eventOf(block: string): readonly [name: string, data: unknown] | null {
  const fields = block.split('\n').map((line) => /^(\w+): ?(.*)$/.exec(line));
  const values = (name: string): string[] => fields.flatMap((found) => (found?.[1] === name ? [found[2] ?? ''] : []));
  const data = values('data');
  return data.length === 0 ? null : [values('event').at(-1) ?? 'message', parse(data.join('\n'))];
}

/** A stream read by fetch, for EventSource cannot send a token; opened anew when it ends or breaks. */
class EventStream {
  readonly #path: string;
  readonly #listener: Listener;
  #running: AbortController | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #pause = shortestPauseMs;

  constructor(path: string, listener: Listener) {
    this.#path = path;
    this.#listener = listener;
  }

  open(): void {
    this.close();
    const mine = new AbortController();
    this.#running = mine;
    this.#read(mine.signal).then(
      (next) => this.#running === mine && this.#after(next),
      () => this.#running === mine && this.#after('lost'),
    );
  }

  close(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#silence);
    const running = this.#running;
    this.#running = null;
    running?.abort();
  }

  #after(next: 'ended' | 'lost' | 'refused'): void {
    this.close();
    if (next === 'refused') this.#listener.refused();
    else this.#again();
    if (next === 'lost') this.#listener.lost();
  }

  #again(): void {
    this.#timer = setTimeout(() => this.open(), this.#pause);
    this.#pause = Math.min(longestPauseMs, this.#pause * 2);
  }

  /** Reads until the stream ends; the server ends it now and then, so that a token that holds is shown. */
  async #read(signal: AbortSignal): Promise<'ended' | 'lost' | 'refused'> {
    this.#heard();
    const answer = await openAsPerson(this.#path, { signal, headers: { accept: 'text/event-stream' } });
    if (!answer.ok) return answer.problem.status === 403 || answer.problem.status === 404 ? 'refused' : 'lost';
    const reader = answer.data.body?.pipeThrough(new TextDecoderStream()).getReader();
    if (reader === undefined) return 'lost';
    let rest = '';
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      this.#heard();
      const blocks = (rest + read.value).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) this.#tell(block);
    }
    return 'ended';
  }

  #tell(block: string): void {
    const event = eventOf(block);
    if (event === null) return;
    this.#pause = shortestPauseMs;
    this.#listener.event(...event);
  }

  #heard(): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#after('lost'), silenceMs);
  }
}

/**
 * Keeps a stream open while somebody sees the page; browsers give one site six connections over all tabs. The returned
 * function ends it.
 */
export function followStream(path: string, listener: Listener): () => void {
  const stream = new EventStream(path, listener);
  const seen = (): void => (document.hidden ? stream.close() : stream.open());
  const online = (): void => stream.open();
  function offline(): void {
    stream.close();
    listener.lost();
  }
  document.addEventListener('visibilitychange', seen);
  window.addEventListener('online', online);
  window.addEventListener('offline', offline);
  seen();
  return () => {
    document.removeEventListener('visibilitychange', seen);
    window.removeEventListener('online', online);
    window.removeEventListener('offline', offline);
    stream.close();
  };
}

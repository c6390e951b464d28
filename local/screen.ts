import type { WriteStream } from 'node:tty';

/** Where a start shows what it does: one line per part. */
export interface Screen {
  /** The part is at this; called as often as wanted. */
  step(name: string, text: string): void;
  /** The part is there. */
  done(name: string, text: string): void;
  /** Something happened to a line that runs. */
  say(text: string): void;
  /** No more steps: what follows is ordinary output. */
  close(): void;
}

/** For tests and programs that want no lines. */
export const silentScreen: Screen = { step: () => {}, done: () => {}, say: () => {}, close: () => {} };

/** Lines that update in place on a terminal, plain lines elsewhere. */
export const screenFor = (stream: NodeJS.WriteStream): Screen =>
  stream.isTTY ? terminalScreen(stream as WriteStream) : plainScreen((line) => void stream.write(`${line}\n`));

const width = 14;
const label = (name: string): string => name.padEnd(width);
const quietMs = 5_000;

/** Each text once, numbers aside; a step that only counts on is repeated every five seconds. */
export function plainScreen(write: (line: string) => void, now = Date.now): Screen {
  const shown = new Map<string, { shape: string; at: number }>();
  return {
    step: (name, text) => {
      const shape = text.replace(/\d+/g, '#');
      const last = shown.get(name);
      if (last?.shape === shape && now() - last.at < quietMs) return;
      shown.set(name, { shape, at: now() });
      write(`${label(name)}${text}`);
    },
    done: (name, text) => write(`${label(name)}${text}`),
    say: write,
    close: () => {},
  };
}

function terminalScreen(stream: WriteStream): Screen {
  const lines = new Map<string, string>();
  const state = { drawn: 0 };
  function draw() {
    const rows = [...lines].map(([name, text]) => shorten(`${label(name)}${text}`, stream.columns || 80));
    if (state.drawn > 0) stream.moveCursor(0, -state.drawn);
    stream.cursorTo(0);
    stream.clearScreenDown();
    stream.write(rows.map((row) => `${row}\n`).join(''));
    state.drawn = rows.length;
  }
  function set(name: string, text: string) {
    if (lines.get(name) === text) return;
    lines.set(name, text);
    draw();
  }
  function close() {
    lines.clear();
    state.drawn = 0;
  }
  return {
    step: (name, text) => set(name, `… ${text}`),
    done: (name, text) => set(name, `✓ ${text}`),
    say: (text) => {
      close();
      stream.write(`${text}\n`);
    },
    close,
  };
}

const shorten = (line: string, columns: number): string =>
  line.length < columns ? line : `${line.slice(0, Math.max(columns - 2, 10))}…`;

import { createWriteStream, mkdirSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { tooLarge } from './request.ts';

/** The rows of one INSERT, in a file for as long as the engine reads it. */
export interface Spooled extends AsyncDisposable {
  readonly file: string;
  readonly bytes: number;
}

/**
 * Keeps the rows of INSERTs in files. Handed over inside the SQL they would end at the first blank line, and the
 * engine would run the rest as statements.
 */
export function openSpool(dataDir: string, limit: number): (start: Buffer, rest: Readable) => Promise<Spooled> {
  const directory = resolve(dataDir, 'spool');
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  let count = 0;
  return async (start, rest) => {
    count += 1;
    const file = join(directory, String(count));
    const remove = () => rm(file, { force: true });
    const meter = limited(start.length, limit);
    try {
      const target = createWriteStream(file);
      if (start.length > 0) target.write(start);
      await pipeline(rest, meter.stream, target);
    } catch (error) {
      await remove();
      throw error;
    }
    return { file, bytes: meter.bytes(), [Symbol.asyncDispose]: remove };
  };
}

function limited(already: number, limit: number): { stream: Transform; bytes: () => number } {
  let size = already;
  const stream = new Transform({
    transform(chunk: Buffer, _coding, done) {
      size += chunk.length;
      if (size > limit) done(tooLarge(limit));
      else done(null, chunk);
    },
  });
  return { stream, bytes: () => size };
}

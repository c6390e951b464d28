import type { ServerResponse } from 'node:http';
import { type Duplex, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createBrotliCompress, createDeflate, createGzip, createZstdCompress, constants as zlib } from 'node:zlib';
import { exceptionBlock, type Problem, problemOf, statusOf } from './problem.ts';
import type { Coding } from './request.ts';

/** What the answer says of the work that was done. */
export interface Summary {
  readonly readRows: number;
  readonly readBytes: number;
  readonly writtenRows: number;
  readonly writtenBytes: number;
  /** Seconds in the engine. */
  readonly elapsed: number;
}

/** Counters as clickhouse-server sends them: whole numbers in text. */
export const summaryHeader = (summary: Summary): string =>
  JSON.stringify({
    read_rows: String(summary.readRows),
    read_bytes: String(summary.readBytes),
    written_rows: String(summary.writtenRows),
    written_bytes: String(summary.writtenBytes),
    total_rows_to_read: '0',
    result_rows: String(summary.writtenRows),
    result_bytes: String(summary.writtenBytes),
    elapsed_ns: String(Math.round(summary.elapsed * 1e9)),
  });

const types: Readonly<Record<string, string>> = {
  JSON: 'application/json; charset=UTF-8',
  JSONCompact: 'application/json; charset=UTF-8',
  JSONEachRow: 'application/x-ndjson; charset=UTF-8',
  CSV: 'text/csv; charset=UTF-8; header=absent',
  CSVWithNames: 'text/csv; charset=UTF-8; header=present',
  TabSeparated: 'text/tab-separated-values; charset=UTF-8',
  TabSeparatedWithNames: 'text/tab-separated-values; charset=UTF-8',
};

export const contentType = (format: string): string => types[format] ?? 'application/octet-stream';

const compressors: Readonly<Record<Coding, () => Duplex>> = {
  zstd: () => createZstdCompress(),
  br: () => createBrotliCompress({ params: { [zlib.BROTLI_PARAM_QUALITY]: 4 } }),
  gzip: () => createGzip({ level: 3 }),
  deflate: () => createDeflate({ level: 3 }),
};

/** A complete answer. */
export async function sendWhole(response: ServerResponse, bytes: Uint8Array, coding: Coding | null): Promise<void> {
  if (coding === null) return void response.setHeader('Content-Length', bytes.length).end(bytes);
  response.setHeader('Content-Encoding', coding);
  await pipeline(Readable.from([bytes]), compressors[coding](), response);
}

/**
 * An answer in pieces, as fast as its reader takes them. When the engine fails half-way the error follows as an
 * exception block. The client looks for it among rows of JSON only, so with any other format the connection is then cut
 * without the end of the chunked coding: that reader fails too.
 */
export async function sendPieces(
  response: ServerResponse,
  pieces: AsyncIterable<Uint8Array>,
  { coding, tag, format }: { readonly coding: Coding | null; readonly tag: string; readonly format: string },
): Promise<void> {
  const state: { problem: Problem | null } = { problem: null };
  const source = Readable.from(endingWithError(pieces, tag, state), { objectMode: false });
  if (coding) response.setHeader('Content-Encoding', coding);
  if (coding) await pipeline(source, compressors[coding](), response, { end: false });
  else await pipeline(source, response, { end: false });
  if (state.problem === null || format.startsWith('JSON')) return void response.end();
  response.socket?.destroySoon();
}

async function* endingWithError(
  pieces: AsyncIterable<Uint8Array>,
  tag: string,
  state: { problem: Problem | null },
): AsyncGenerator<Buffer> {
  try {
    for await (const piece of pieces) yield Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
  } catch (error) {
    state.problem = problemOf(error);
    yield Buffer.from(exceptionBlock(state.problem, tag));
  }
}

/** An error before the first byte of the answer. */
export function sendProblem(response: ServerResponse, problem: Problem): void {
  if (response.headersSent || response.destroyed) return void response.destroy();
  response.removeHeader('Content-Encoding');
  response.statusCode = statusOf(problem.code);
  response.setHeader('X-ClickHouse-Exception-Code', problem.code);
  response.setHeader('Content-Type', 'text/plain; charset=UTF-8');
  response.end(`${problem.message}\n`);
}

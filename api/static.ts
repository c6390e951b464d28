import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** One file of the page, ready to be sent. */
export interface Asset {
  readonly type: string;
  readonly etag: string;
  readonly cacheControl: string;
  /** The bytes in the best coding that the reader takes; `coding` null: as they are. */
  body(acceptEncoding: string): Promise<{ readonly bytes: Buffer; readonly coding: 'br' | 'gzip' | null }>;
}

/** The built page. */
export interface Site {
  /** The file of a path; of a path that names no file the page itself. undefined: no such file, or nothing is built. */
  find(path: string): Promise<Asset | undefined>;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.txt': 'text/plain; charset=utf-8',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

const compressible = /^(text|application)\/|svg/;
const hashed = /[-.][\w-]{8,}\.\w+$/;

const brotli = promisify(brotliCompress);
const gzipped = promisify(gzip);
const brotliLevel = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };

/** Serves the files below `folder` from memory; they are read again when the page was built again. */
export function site(folder: string): Site {
  let held: { readonly builtAt: number; readonly assets: Promise<ReadonlyMap<string, Asset>> } | undefined;
  async function assets() {
    const builtAt = (await stat(join(folder, 'index.html')).catch(() => undefined))?.mtimeMs;
    if (builtAt === undefined) return new Map<string, Asset>();
    if (held?.builtAt !== builtAt) held = { builtAt, assets: readAssets(folder) };
    return held.assets;
  }
  return {
    async find(path) {
      const found = await assets();
      return found.get(path) ?? (extname(path) === '' ? found.get('/index.html') : undefined);
    },
  };
}

/** Only what lies in the folder has a path, so that no path leads out of it. */
async function readAssets(folder: string): Promise<ReadonlyMap<string, Asset>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const assets = await Promise.all(
    files.map(async (file) => {
      const path = `/${file.slice(folder.length).split(sep).filter(Boolean).join('/')}`;
      return [path, asset(path, await readFile(file))] as const;
    }),
  );
  return new Map(assets);
}

/** Compressed when it is first asked for, then kept. */
function asset(path: string, bytes: Buffer): Asset {
  const type = types[extname(path)] ?? 'application/octet-stream';
  const worthwhile = compressible.test(type) && bytes.length > 1024;
  const coded = new Map<string, Promise<Buffer>>();
  function once(coding: 'br' | 'gzip', compress: () => Promise<Buffer>) {
    const known = coded.get(coding) ?? compress();
    coded.set(coding, known);
    return known;
  }
  return {
    type,
    etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`,
    cacheControl: hashed.test(path) && path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    async body(accept) {
      if (worthwhile && takes(accept, 'br'))
        return { bytes: await once('br', () => brotli(bytes, brotliLevel)), coding: 'br' };
      if (worthwhile && takes(accept, 'gzip'))
        return { bytes: await once('gzip', () => gzipped(bytes)), coding: 'gzip' };
      return { bytes, coding: null };
    },
  };
}

/** Whether `Accept-Encoding` names the coding, and not with `q=0`. */
const takes = (accept: string, coding: string): boolean =>
  accept
    .split(',')
    .map((part) => part.trim().split(/\s*;\s*/))
    .some(([name, q]) => name === coding && !/^q=0(\.0*)?$/.test(q ?? ''));

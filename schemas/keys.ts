const escapes = /[%/]/g;

/** A record key of several parts: joined by `/`; a `/` or `%` inside a part is percent-encoded. */
export const joinKey = (parts: readonly string[]): string =>
  parts
    .map((part) => (part.includes('/') || part.includes('%') ? part.replace(escapes, encodeURIComponent) : part))
    .join('/');

/** The parts that `joinKey` joined. */
export const splitKey = (key: string): string[] =>
  key.split('/').map((part) => (part.includes('%') ? part.replaceAll('%2F', '/').replaceAll('%25', '%') : part));

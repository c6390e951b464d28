/** Whether a Host header is a name of ours. */
export type IsOurName = (host: string) => boolean;

const own = ['localhost', '127.0.0.1', '[::1]'];

/** This machine's own names, and these others; with any port. */
export function ourNames(others: readonly string[] = []): IsOurName {
  const names = new Set([...own, ...others.map(nameOf)]);
  return (host) => nameOf(host) !== '' && names.has(nameOf(host));
}

const nameOf = (host: string): string => host.trim().toLowerCase().replace(/:\d+$/, '');

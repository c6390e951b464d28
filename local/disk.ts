import { mkdirSync, statfsSync } from 'node:fs';

/** Makes the folder; throws one sentence when its disk has less than `megabytes` left. */
export function requireSpace(dir: string, megabytes: number, what: string, free = freeMegabytes): void {
  mkdirSync(dir, { recursive: true });
  const left = free(dir);
  if (left >= megabytes) return;
  throw new Error(
    `The disk of ${dir} has ${left} MB left and ${what} needs ${megabytes} MB. ` +
      'Make room, or set LEAVELINE_DATA to a folder on another disk.',
  );
}

function freeMegabytes(dir: string): number {
  const { bavail, bsize } = statfsSync(dir);
  return Math.floor((bavail * bsize) / 1024 / 1024);
}

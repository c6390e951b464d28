import { readdir } from 'node:fs/promises';

/**
 * The default exports of a catalogue folder's files, by file name. One after the other, since loaders in tests cannot
 * do it at once.
 */
export async function defaultsOf<T>(folder: URL): Promise<readonly T[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
  const found: T[] = [];
  for (const file of files.sort()) found.push((await import(new URL(file, folder).href)).default);
  return found;
}

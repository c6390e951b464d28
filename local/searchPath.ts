import { accessSync, constants } from 'node:fs';
import { delimiter, resolve } from 'node:path';

/** The folders in which programs are looked for. */
export const searchPath = (): string[] => (process.env.PATH ?? '').split(delimiter);

/** The program of that name, or at that path, if it may be run. */
export const findProgram = (name: string, folders: readonly string[] = searchPath()): string | undefined =>
  (name.includes('/') ? [name] : folders.map((folder) => resolve(folder, name))).find(isProgram);

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

import { cpSync, mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const leftOut = new Set(['.git', '.leaveline', 'node_modules', 'dist']);

/**
 * A copy of this tree in a folder of its own, as a clone would be: without packages, and nothing that was made here.
 */
export function copyTree(): string {
  const folder = mkdtempSync(join(tmpdir(), 'leaveline-tree-'));
  cpSync(root, folder, { recursive: true, filter: (path) => !leftOut.has(basename(path)) });
  return folder;
}

/** Gives a copy the packages of this tree. */
export const linkPackages = (folder: string): void =>
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));

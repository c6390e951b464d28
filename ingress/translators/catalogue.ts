import { readdir } from 'node:fs/promises';
import type { Translator } from './translator.ts';

const furniture = new Set(['translator.ts', 'catalogue.ts']);

const files = (await readdir(import.meta.dirname)).filter(
  (file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !furniture.has(file),
);

/** Every translator, one file each in this folder. */
export const translators: readonly Translator[] = await Promise.all(
  files.sort().map(async (file) => (await import(new URL(`./${file}`, import.meta.url).href)).default as Translator),
);

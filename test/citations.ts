import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

/** What a page of `docs/` names as proof: `file`: “title” */
export const citations = (text: string): (readonly [file: string, title: string])[] =>
  [...text.matchAll(/`([\w./-]+\.tsx?)`: “([^”]+)”/g)].map(([, file = '', title = '']) => [file, title] as const);

/** Whether the file has a text that is this title and nothing more. */
export const hasTitle = (file: string, title: string): boolean =>
  existsSync(join(root, file)) && ["'", '"', '`'].some((quote) => read(file).includes(`${quote}${title}${quote}`));

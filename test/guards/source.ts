import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { type ParseResult, parseSync } from 'oxc-parser';

export const root = resolve(import.meta.dirname, '../..');

/** A file of ours as a guard reads it. */
export interface Source {
  /** From the root. */
  readonly path: string;
  readonly text: string;
  readonly syntax: ParseResult;
  /** Its lines; those that hold nothing but a comment, or nothing at all, are empty. */
  readonly lines: readonly string[];
}

/** Paths of all code below a folder, from the root. */
export function* codePaths(folder = root): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name.startsWith('.') || ['node_modules', 'dist'].includes(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* codePaths(path);
    else if (/\.(tsx?|m?js)$/.test(entry.name)) yield relative(root, path);
  }
}

export const readSource = (path: string): Source => sourceOf(path, readFileSync(join(root, path), 'utf8'));

export function sourceOf(path: string, text: string): Source {
  const syntax = parseSync(path, text, { preserveParens: false });
  const [fault] = syntax.errors;
  if (fault) throw new Error(`${path} cannot be read: ${fault.message}`);
  return { path, text, syntax, lines: withoutComments(text, syntax).split('\n') };
}

function withoutComments(text: string, { comments }: ParseResult): string {
  let rest = text;
  for (const { start, end } of comments) rest = rest.slice(0, start) + blank(rest.slice(start, end)) + rest.slice(end);
  return rest.replace(/[^\S\n]+$/gm, '');
}

const blank = (comment: string): string => comment.replace(/[^\n]/g, ' ');

/** Counted from one. */
export const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

export const roomOf = (path: string): string => path.split('/')[0] ?? '';

export const isTest = (path: string): boolean => /\.test\.tsx?$/.test(path) || roomOf(path) === 'test';

import type { Source } from './source.ts';

const widest = 120;

/** The lines of comments that are wider than a reader's window; code is laid out by the formatter. */
export const wideComments = ({ path, text }: Pick<Source, 'path' | 'text'>): string[] =>
  text.split('\n').flatMap((line, at) => (isWideComment(line) ? [`${path}:${at + 1}`] : []));

const isWideComment = (line: string): boolean =>
  line.length > widest && /^\s*(\/\*\*|\*|\/\/)/.test(line) && !/biome-ignore|https?:\/\/\S{60}/.test(line);

import { Visitor } from 'oxc-parser';
import { lineAt, type Source } from './source.ts';

/** Equal lines, one after the other, in two places. */
export interface Repeat {
  readonly length: number;
  readonly one: Place;
  readonly other: Place;
}

interface Place {
  readonly path: string;
  readonly line: number;
}

interface Line extends Place {
  readonly text: string;
}

/** Somewhere in the lines of a file. */
interface Spot {
  readonly lines: readonly Line[];
  readonly at: number;
}

/** So many equal lines in a row are a fault. */
const least = 10;

/**
 * Runs of ten and more equal lines in files of two rooms, indentation aside, the longest first. Blank lines, comments,
 * imports and what is passed on from another file do not count.
 */
export function repeatsIn(sources: readonly Source[]): Repeat[] {
  const spots = sources.map(linesOf).flatMap((lines) => lines.map((_, at) => ({ lines, at })));
  const full = spots.filter(({ lines, at }) => at + least <= lines.length);
  const alike = Map.groupBy(full, ({ lines, at }) => textOf(lines.slice(at, at + least)));
  return [...alike.values()]
    .flatMap(pairsOf)
    .filter(([one, other]) => roomAt(one) !== roomAt(other))
    .filter(([one, other]) => !isEqual(before(one), before(other)))
    .map(([one, other]) => ({ length: equalLines(one, other), one: lineOf(one), other: lineOf(other) }))
    .toSorted((left, right) => right.length - left.length);
}

/** Here each service is a room of its own. */
function roomAt(spot: Spot): string {
  const [room = '', service = ''] = lineOf(spot).path.split('/');
  return room === 'services' ? `${room}/${service}` : room;
}

function linesOf({ path, text, lines, syntax }: Source): Line[] {
  const passedOver = new Set<number>();
  function passOver(node: { start: number; end: number; source: unknown }): void {
    if (node.source === null) return;
    for (let line = lineAt(text, node.start); line <= lineAt(text, node.end); line++) passedOver.add(line);
  }
  new Visitor({
    ImportDeclaration: passOver,
    ExportNamedDeclaration: passOver,
    ExportAllDeclaration: passOver,
  }).visit(syntax.program);
  return lines
    .map((line, at) => ({ path, line: at + 1, text: line.trim() }))
    .filter((line) => line.text !== '' && !passedOver.has(line.line));
}

const textOf = (lines: readonly Line[]): string => lines.map(({ text }) => text).join('\n');

function pairsOf(spots: readonly Spot[]): [Spot, Spot][] {
  return spots.flatMap((one, at) => spots.slice(at + 1).map((other): [Spot, Spot] => [one, other]));
}

function lineOf({ lines, at }: Spot): Line {
  const line = lines[at];
  if (!line) throw new Error(`no line ${at}`);
  return line;
}

const before = ({ lines, at }: Spot): Spot => ({ lines, at: at - 1 });

function isEqual(one: Spot, other: Spot): boolean {
  const text = one.lines[one.at]?.text;
  return text !== undefined && text === other.lines[other.at]?.text;
}

function equalLines(one: Spot, other: Spot): number {
  let length = 0;
  while (isEqual({ ...one, at: one.at + length }, { ...other, at: other.at + length })) length++;
  return length;
}

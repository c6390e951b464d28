import { relative, resolve } from 'node:path';
import { Visitor } from 'oxc-parser';
import { root, type Source } from './source.ts';

/** What a file imports or passes on, types included, as written there. */
export interface Import {
  readonly from: string;
  readonly module: string;
  readonly isTypeOnly: boolean;
}

export function importsOf({ path, syntax }: Source): Import[] {
  const imports: Import[] = [];
  function add(module: string, isTypeOnly: boolean): void {
    imports.push({ from: path, module, isTypeOnly });
  }
  new Visitor({
    ImportDeclaration({ source, importKind }) {
      add(source.value, importKind === 'type');
    },
    ExportNamedDeclaration({ source, exportKind }) {
      if (source) add(source.value, exportKind === 'type');
    },
    ExportAllDeclaration({ source, exportKind }) {
      add(source.value, exportKind === 'type');
    },
    ImportExpression({ source }) {
      if (source.type === 'Literal' && typeof source.value === 'string') add(source.value, false);
    },
    TSImportType({ source }) {
      add(source.value, true);
    },
  }).visit(syntax.program);
  return imports;
}

/** Where an import of ours leads, as a path from the root; undefined for packages and Node's own modules. */
export function targetOf({ from, module }: Import): string | undefined {
  if (module.startsWith('#')) return module.slice(1);
  if (module.startsWith('.')) return relative(root, resolve(root, from, '..', module));
  return undefined;
}

/** File → the files it imports. */
export type Graph = ReadonlyMap<string, readonly string[]>;

export const graphOf = (sources: readonly Source[]): Graph =>
  new Map(sources.map((source) => [source.path, importsOf(source).flatMap((found) => targetOf(found) ?? [])]));

/** Groups of files that reach each other by imports: the strongly connected components, after Tarjan (1972). */
export function circlesIn(graph: Graph): string[][] {
  const circles: string[][] = [];
  const order = new Map<string, number>();
  const path: string[] = [];

  function visit(file: string): number {
    const place = order.size;
    order.set(file, place);
    path.push(file);
    const reached = (graph.get(file) ?? []).map((next) => (order.has(next) ? openPlace(next) : visit(next)));
    const low = Math.min(place, ...reached);
    if (low === place) close(file);
    return low;
  }
  const openPlace = (file: string): number => (path.includes(file) ? (order.get(file) ?? Infinity) : Infinity);
  function close(file: string): void {
    const group = path.splice(path.indexOf(file));
    if (group.length > 1) circles.push(group.toSorted());
  }
  for (const file of graph.keys()) if (!order.has(file)) visit(file);
  return circles;
}

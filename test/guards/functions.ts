import { type ArrowFunctionExpression, type Expression, type Function as FunctionNode, Visitor } from 'oxc-parser';
import { lineAt, type Source } from './source.ts';

/** A function, arrow or method with its length as a reader sees it: every line but blank ones and comments. */
export interface MeasuredFunction {
  readonly path: string;
  readonly line: number;
  /** Of a callback: where it stands. */
  readonly name: string;
  readonly isNamed: boolean;
  readonly isComponent: boolean;
  readonly length: number;
}

/** Lines that a function may have. */
const most = { function: 40, component: 50 } as const;

interface Found {
  readonly node: FunctionNode | ArrowFunctionExpression;
  readonly name: string | undefined;
  /** The named function around it. */
  readonly within: string;
  returnsMarkup: boolean;
}

export const functionsOf = (source: Source): MeasuredFunction[] =>
  findAll(source).map((found) => measure(source, found));

export const isTooLong = ({ length, isComponent }: MeasuredFunction): boolean =>
  length > (isComponent ? most.component : most.function);

export function summaryOf(functions: readonly MeasuredFunction[]): string {
  const lengths = functions.map(({ length }) => length).toSorted((left, right) => left - right);
  const quantile = (share: number): number => lengths[Math.ceil(share * lengths.length) - 1] ?? 0;
  return `${lengths.length}, lines: median ${quantile(0.5)}, p95 ${quantile(0.95)}, max ${quantile(1)}`;
}

function measure({ path, text, lines }: Source, { node, name, within, returnsMarkup }: Found): MeasuredFunction {
  const first = lineAt(text, node.start);
  const last = lineAt(text, node.end);
  return {
    path,
    line: first,
    name: name ?? `callback in ${within}`,
    isNamed: name !== undefined,
    isComponent: returnsMarkup,
    length: lines.slice(first - 1, last).filter((line) => line !== '').length,
  };
}

function findAll({ text, syntax }: Source): Found[] {
  const found: Found[] = [];
  const open: Found[] = [];
  const names = new Map<unknown, string>();

  function enter(node: Found['node']): void {
    const name = ('id' in node ? node.id?.name : undefined) ?? names.get(node);
    const within = open.findLast((outer) => outer.name !== undefined)?.name ?? 'the module';
    open.push({ node, name, within, returnsMarkup: node.body !== null && isMarkup(node.body) });
  }
  function leave(): void {
    const closed = open.pop();
    if (closed?.node.body) found.push(closed);
  }
  function nameMember({ key, value }: { key: { start: number; end: number }; value: unknown }): void {
    names.set(value, text.slice(key.start, key.end));
  }

  new Visitor({
    VariableDeclarator({ id, init }) {
      if (id.type === 'Identifier') names.set(init, id.name);
    },
    Property: nameMember,
    PropertyDefinition: nameMember,
    MethodDefinition: nameMember,
    FunctionDeclaration: enter,
    'FunctionDeclaration:exit': leave,
    FunctionExpression: enter,
    'FunctionExpression:exit': leave,
    ArrowFunctionExpression: enter,
    'ArrowFunctionExpression:exit': leave,
    ReturnStatement({ argument }) {
      const current = open.at(-1);
      if (current && argument && isMarkup(argument)) current.returnsMarkup = true;
    },
  }).visit(syntax.program);
  return found;
}

/** Whether one of the values that an expression may have is JSX. */
function isMarkup(node: Expression | NonNullable<Found['node']['body']>): boolean {
  switch (node.type) {
    case 'JSXElement':
    case 'JSXFragment':
      return true;
    case 'ConditionalExpression':
      return isMarkup(node.consequent) || isMarkup(node.alternate);
    case 'LogicalExpression':
      return isMarkup(node.left) || isMarkup(node.right);
    default:
      return false;
  }
}

import type { KeyObject } from 'node:crypto';
import { type CheckpointBody, hashOfBody } from './checkpoints.ts';
import { noHash } from './entry.ts';
import { type Exported, numberOf } from './export.ts';
import type { AuditMoment, Finding } from './finding.ts';
import { isSigned } from './signing.ts';

/** The checkpoints that can be believed, in order, and what is wrong with the others. */
export interface Checked {
  readonly bodies: readonly CheckpointBody[];
  readonly findings: readonly Finding[];
}

const restore = 'Put it back from the exported file or the log, where each checkpoint was written when it was signed.';
const suspect =
  'Compare the exported file with the log, where each checkpoint was written when it was signed, and restore the right one.';

/**
 * Checks signatures and order of the checkpoints in the database and of the exported ones, and both against each other.
 */
export async function checkCheckpoints(
  db: AuditMoment,
  key: KeyObject,
  outside: readonly Exported[],
): Promise<Checked> {
  const inside = await db
    .selectFrom('audit_checkpoints')
    .select(['number', 'body', 'signature'])
    .orderBy('number')
    .execute();
  const findings = [
    ...inside.flatMap((row) => wrongSignature(row, key, row.number, 'the database')),
    ...outside.flatMap((line) => wrongSignature(line, key, numberOf(line.body), 'the exported file')),
    ...notInside(inside, outside),
  ];
  const believed = uniqueOf([...inside, ...outside].filter(({ body, signature }) => isSigned(key, body, signature)));
  findings.push(...brokenOrder(believed));
  return { bodies: believed.map(({ body }) => JSON.parse(body) as CheckpointBody), findings };
}

function wrongSignature({ body, signature }: Exported, key: KeyObject, number: number, place: string): Finding[] {
  const where = `checkpoint ${number}`;
  if (!isSigned(key, body, signature))
    return [{ where, what: `changed: its signature in ${place} does not hold`, remedy: suspect }];
  if (numberOf(body) === number) return [];
  return [{ where, what: `swapped: in ${place} it is checkpoint ${numberOf(body)}`, remedy: suspect }];
}

/** The newest may still be on its way into the file; whatever is in the file must be in the database. */
function notInside(inside: readonly Exported[], outside: readonly Exported[]): Finding[] {
  const bodies = new Set(inside.map(({ body }) => body));
  const missing = outside.filter(({ body }) => !bodies.has(body)).map(({ body }) => numberOf(body));
  const what = 'removed or changed: the database does not hold what was exported';
  return [...new Set(missing)].map((number) => ({ where: `checkpoint ${number}`, what, remedy: restore }));
}

const uniqueOf = (all: readonly Exported[]): Exported[] =>
  [...new Map(all.map((checkpoint) => [checkpoint.body, checkpoint])).values()].sort(
    (a, b) => numberOf(a.body) - numberOf(b.body),
  );

/** Each names the one before it by its hash. */
function brokenOrder(all: readonly Exported[]): Finding[] {
  return all.flatMap(({ body }, index) => {
    const { number, prev } = JSON.parse(body) as CheckpointBody;
    const before = all[index - 1];
    if (prev === (before ? hashOfBody(before.body) : noHash)) return [];
    return [
      {
        where: `checkpoint ${number - 1}`,
        what: 'removed: the checkpoint after it names another before it',
        remedy: restore,
      },
    ];
  });
}

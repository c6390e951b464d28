import { setImmediate as othersTurn } from 'node:timers/promises';
import type { LineFault } from '../answers.ts';
import { type Managers, maxLevels, type WrongManager, wrongManager } from '../managers.ts';
import type { Company } from './company.ts';
import type { Line } from './line.ts';
import { fault, sliceLines } from './parse.ts';

/**
 * The faults of managers among these lines: managers whom nobody knows, circles, more than `maxLevels` people above
 * one. A line that falls takes those with it whose manager it made known, and its person keeps the present manager; so
 * only who stands directly below or anywhere above that person is looked at again, and the cost grows with the lines.
 */
export async function managerFaults(lines: readonly Line[], { people }: Company): Promise<LineFault[]> {
  const here = new Map(lines.map((line) => [line.employeeId, line]));
  const below = Map.groupBy(lines, ({ managerId }) => managerId);
  const managers = new Map([...people].map(([id, { managerId }]) => [id, managerId]));
  for (const { employeeId, managerId } of lines) if (managerId !== undefined) managers.set(employeeId, managerId);
  const isKnown = (id: string) => here.has(id) || people.get(id)?.active === true;
  const faults: LineFault[] = [];
  for (let look = lines; look.length > 0; ) {
    const fallen: string[] = [];
    for (const [at, line] of look.entries()) {
      if (at % sliceLines === sliceLines - 1) await othersTurn();
      const found = here.get(line.employeeId) === line ? faultOf(line, managers, isKnown) : null;
      if (found === null) continue;
      faults.push(found);
      fallen.push(line.employeeId);
    }
    for (const id of fallen) {
      here.delete(id);
      managers.set(id, people.get(id)?.managerId ?? null);
    }
    const nearby = fallen.flatMap((id) => [
      ...(below.get(id) ?? []),
      ...above(managers, id).flatMap((one) => here.get(one) ?? []),
    ]);
    look = [...new Set(nearby)];
  }
  return faults;
}

function faultOf(
  { line, employeeId, managerId }: Line,
  managers: Managers,
  isKnown: (id: string) => boolean,
): LineFault | null {
  if (managerId === undefined) return null;
  if (!isKnown(managerId))
    return fault(
      line,
      'manager',
      managerId,
      'nobody who works here',
      'Write the number of a known person or good line.',
    );
  const wrong = wrongManager(managers, employeeId, managerId);
  return wrong && fault(line, 'manager', managerId, ...said[wrong]);
}

const said: Readonly<Record<WrongManager, readonly [message: string, remedy: string]>> = {
  cycle: ['would be managed by this person', 'Break the circle of managers.'],
  too_deep: [`more than ${maxLevels} people would stand above this person`, 'Name a manager who is nearer to the top.'],
};

/** Who stands above somebody, nearest first. */
function above(managers: Managers, id: string): string[] {
  const found = new Set<string>();
  for (let at = managers.get(id); at && found.size < maxLevels && !found.has(at); at = managers.get(at)) found.add(at);
  return [...found];
}

import type { LineFault } from '../answers.ts';
import type { Company, Known } from './company.ts';
import type { Line } from './line.ts';
import { managerFaults } from './managerFaults.ts';
import { fault } from './parse.ts';

export interface Checked {
  /** The lines that can be applied, managers before their people. */
  readonly good: readonly Line[];
  readonly faults: readonly LineFault[];
}

/** Checks lines against each other and the company. A line whose manager stands on a bad line is bad, too. */
export async function checkLines(lines: readonly Line[], company: Company): Promise<Checked> {
  const alone = [...repeated(lines), ...lines.flatMap((line) => againstCompany(line, company))];
  const faults = [...alone, ...(await managerFaults(without(lines, alone), company))];
  return { good: managersFirst(without(lines, faults)), faults: faults.toSorted((a, b) => a.line - b.line) };
}

function without(lines: readonly Line[], faults: readonly LineFault[]): Line[] {
  const bad = new Set(faults.map(({ line }) => line));
  return lines.filter(({ line }) => !bad.has(line));
}

/** Of lines about one person, or with one mail address, only the first counts. */
function repeated(lines: readonly Line[]): LineFault[] {
  const [numbers, mails] = [new Map<string, number>(), new Map<string, number>()];
  const seen = (known: Map<string, number>, key: string | undefined, line: number) => {
    if (key === undefined) return undefined;
    const before = known.get(key);
    if (before === undefined) known.set(key, line);
    return before;
  };
  return lines.flatMap(({ line, employeeId, email }) => {
    const number = seen(numbers, employeeId, line);
    if (number !== undefined)
      return [fault(line, 'employee_number', employeeId, `line ${number} has it already`, 'Keep one line per person.')];
    const mail = seen(mails, email?.toLowerCase(), line);
    if (mail === undefined) return [];
    return [
      fault(line, 'email', email ?? '', `line ${mail} has it already`, 'Each person has an address of their own.'),
    ];
  });
}

function againstCompany(line: Line, company: Company): LineFault[] {
  const known = company.people.get(line.employeeId);
  return [
    ...(known ? againstKnown(line, known) : missing(line)),
    ...unknownDepartment(line, company),
    ...takenMail(line, company),
  ];
}

function againstKnown({ line, employeeId, hiredOn }: Line, known: Known): LineFault[] {
  if (known.erased)
    return [fault(line, 'employee_number', employeeId, 'the erasure of this person was asked for', 'Remove the line.')];
  if (!known.active)
    return [fault(line, 'employee_number', employeeId, 'this person has left', 'Reactivate the person on their page.')];
  if (hiredOn === undefined || known.hiredOn === null || hiredOn === known.hiredOn) return [];
  return [fault(line, 'hired_on', hiredOn, `known as ${known.hiredOn}`, `Leave it empty or write ${known.hiredOn}.`)];
}

const missing = (line: Line): LineFault[] =>
  (
    [
      ['first_name', line.firstName],
      ['last_name', line.lastName],
      ['email', line.email],
      ['department', line.department],
    ] as const
  ).flatMap(([column, value]) =>
    value === undefined
      ? [fault(line.line, column, '', 'needed for a person who is not known yet', 'Fill in the cell.')]
      : [],
  );

function unknownDepartment({ line, department }: Line, { departments }: Company): LineFault[] {
  if (department === undefined || departments.has(department)) return [];
  const remedy = `Create it first, or choose one of: ${[...departments].sort().slice(0, 20).join(', ')}.`;
  return [fault(line, 'department', department, 'there is no such department', remedy)];
}

function takenMail({ line, employeeId, email }: Line, { people }: Company): LineFault[] {
  if (email === undefined) return [];
  const holder = holders(people).get(email.toLowerCase());
  if (holder === undefined || holder === employeeId) return [];
  return [fault(line, 'email', email, `${holder} has this address`, 'Each person has an address of their own.')];
}

const holdersOf = new WeakMap<Company['people'], ReadonlyMap<string, string>>();

/** Whose a mail address is; worked out once per company. */
function holders(people: Company['people']): ReadonlyMap<string, string> {
  const known = holdersOf.get(people);
  if (known) return known;
  const made = new Map(
    [...people].flatMap(([id, { emailKey }]) => (emailKey === null ? [] : [[emailKey, id] as const])),
  );
  holdersOf.set(people, made);
  return made;
}

/** A manager's line comes before the lines of their people; there are no circles any more. */
function managersFirst(lines: readonly Line[]): Line[] {
  const byId = new Map(lines.map((line) => [line.employeeId, line]));
  const ordered = new Set<Line>();
  for (const line of lines) {
    const way: Line[] = [];
    for (let at: Line | undefined = line; at && !ordered.has(at); at = byId.get(at.managerId ?? '')) way.push(at);
    for (const at of way.reverse()) ordered.add(at);
  }
  return [...ordered];
}

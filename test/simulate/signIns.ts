import type { Role } from '#schemas/access/people.ts';
import type { Company, Employee } from './company.ts';

/** Somebody of the company who can sign in, and what as. */
export interface SignInPerson {
  readonly person: Employee;
  readonly roles: readonly Role[];
}

/** So many people below make a team that fits on a page. */
const largestTeam = 60;

/**
 * One person for each role: the manager with the largest team, somebody of that team, and others in fitting
 * departments.
 */
export function signInPeople(company: Company): readonly SignInPerson[] {
  const steady = company.people.filter((person) => isSteady(company, person));
  const manager = largest(
    steady.filter((person) => sizeOf(company, person) <= largestTeam),
    (person) => sizeOf(company, person),
  );
  const found: SignInPerson[] = [];
  const add = (role: Role, person: Employee | undefined) =>
    person && found.push({ person, roles: role === 'employee' ? ['employee'] : ['employee', role] });
  const others = steady.filter(({ id, schedule }) => schedule === null && below(company, id).length === 0);
  const free = (department?: string) =>
    others.filter((one) => department === undefined || one.department === department).find(isFree(found));
  const team = new Set(manager && below(company, manager.id).map(({ id }) => id));
  add('employee', others.find(({ id }) => team.has(id)) ?? others[0]);
  add('manager', manager);
  add('hr', free('People') ?? free());
  add('analyst', free('Finance') ?? free());
  add('auditor', free('Operations') ?? free());
  add('admin', free('Engineering') ?? free());
  return found;
}

const isFree =
  (found: readonly SignInPerson[]) =>
  ({ id }: Employee): boolean =>
    found.every(({ person }) => person.id !== id);

/** In the company all the time, and always in the same department: so the same people are found at every start. */
const isSteady = ({ start }: Company, { hiredOn, leavesOn, move, managerId }: Employee): boolean =>
  hiredOn < start && leavesOn === null && move === null && managerId !== null;

/** Everybody below somebody in the tree. */
const below = (company: Company, id: string): readonly Employee[] =>
  company.people.filter(({ managerId }) => managerId === id).flatMap((one) => [one, ...below(company, one.id)]);

const sizeOf = (company: Company, { id }: Employee): number => below(company, id).length;

function largest<T>(items: readonly T[], of: (item: T) => number): T | undefined {
  let best: T | undefined;
  for (const item of items) if (best === undefined || of(item) > of(best)) best = item;
  return best;
}

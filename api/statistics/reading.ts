import type { StatisticAnswer } from '../answers.ts';
import { ofGroups } from '../privacy/ofGroups.ts';
import type { World } from '../route.ts';
import type { Scope } from '../scope.ts';
import { answerOf } from './answer.ts';
import { ofPeople } from './ofPeople.ts';
import type { Query } from './query.ts';
import { statementOf } from './sql.ts';

/** Answers a question to a statistic from what one kind of scope may see. */
export type Reading<S extends Scope = Scope> = (query: Query, world: World, scope: S) => Promise<StatisticAnswer>;

/** The scope of this kind. */
export type Kind<K extends Scope['kind']> = Extract<Scope, { kind: K }>;

const ofEveryone: Reading<Kind<'everyone'>> = async (query, { database, clock, zone }) => {
  const at = clock.now();
  return answerOf(query, await database.rows(statementOf(query, zone)), at);
};

// The seam: what each kind of scope reads. A Reading takes the checked query and gives the whole answer, so rows (answer.ts), notes and
// what is left out are its own; everything that shows figures (statistics, overview) comes through `answerFor`.
const readings: { readonly [K in Scope['kind']]: Reading<Kind<K>> } = {
  everyone: ofEveryone,
  people: ofPeople,
  aggregates: ofGroups,
};

/** What a statistic says to who has this scope. */
export const answerFor: Reading = (query, world, scope) => (readings[scope.kind] as Reading)(query, world, scope);

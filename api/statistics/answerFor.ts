import type { StatisticAnswer } from '../answers.ts';
import { ofGroups } from '../privacy/ofGroups.ts';
import type { Scope } from '../scope.ts';
import type { World } from '../world.ts';
import { answerOf } from './answer.ts';
import { ofPeople } from './ofPeople.ts';
import type { Query } from './query.ts';
import type { Resolver, ScopeOf } from './resolver.ts';
import { statementOf } from './sql.ts';

async function ofEveryone(query: Query, { database, clock, zone }: World): Promise<StatisticAnswer> {
  const at = clock.now();
  return answerOf(query, await database.rows(statementOf(query, zone)), at);
}

// A resolver takes the checked query and gives the whole answer: rows, notes, and what is left out. Everything that
// shows figures (statistics, overview) comes through `answerFor`.
const resolvers: { readonly [K in Scope['kind']]: Resolver<ScopeOf<K>> } = {
  everyone: ofEveryone,
  people: ofPeople,
  aggregates: ofGroups,
};

/** What a statistic says to who has this scope. */
export const answerFor: Resolver = (query, world, scope) => (resolvers[scope.kind] as Resolver)(query, world, scope);

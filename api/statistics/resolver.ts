import type { StatisticAnswer } from '../answers.ts';
import type { Scope } from '../scope.ts';
import type { World } from '../world.ts';
import type { Query } from './query.ts';

/** Answers a question to a statistic from what one kind of scope may see. */
export type Resolver<S extends Scope = Scope> = (query: Query, world: World, scope: S) => Promise<StatisticAnswer>;

/** The scope of this kind. */
export type ScopeOf<K extends Scope['kind']> = Extract<Scope, { kind: K }>;

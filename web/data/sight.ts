import { computed } from '@preact/signals';
import type { Role } from '#schemas/access/people.ts';
import { session } from './session.ts';

/** Whose figures somebody sees: everybody's, those of groups frozen once a day, of themselves and their people, or their own (api/scope.ts). */
export type Sight = 'everyone' | 'groups' | 'team' | 'self';

const sightOf = (roles: readonly Role[]): Sight => {
  if (roles.includes('hr')) return 'everyone';
  if (roles.includes('analyst')) return 'groups';
  return roles.includes('manager') ? 'team' : 'self';
};

/** Whose figures who is signed in sees. */
export const sight = computed<Sight>(() => sightOf('person' in session.value ? session.value.person.roles : []));

/** Whether they are figures of groups alone; the rows behind them are for others. */
export const seesGroups = computed(() => sight.value === 'groups');

import { computed } from '@preact/signals';
import { roles } from './rights.ts';

/**
 * Whose figures somebody sees: everybody's, those of groups frozen once a day, of themselves and their people, or their
 * own (api/scope.ts).
 */
export type Scope = 'everyone' | 'groups' | 'team' | 'self';

/** Whose figures who is signed in sees. */
export const scope = computed<Scope>(() => {
  if (roles.value.includes('hr')) return 'everyone';
  if (roles.value.includes('analyst')) return 'groups';
  return roles.value.includes('manager') ? 'team' : 'self';
});

/** Whether they are figures of groups alone; the rows behind them are for others. */
export const seesGroups = computed(() => scope.value === 'groups');

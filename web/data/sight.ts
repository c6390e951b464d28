import { computed } from '@preact/signals';
import { session } from './session.ts';

/** Whether who is signed in sees figures of groups alone, frozen when the day began; the rows behind them are for others (api/scope.ts). */
export const seesGroups = computed(() => {
  const now = session.value;
  if (!('person' in now)) return false;
  return now.person.roles.includes('analyst') && !now.person.roles.includes('hr');
});

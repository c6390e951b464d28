import { computed } from '@preact/signals';
import type { Role } from '#schemas/access/people.ts';
import { session } from './session.ts';

const person = computed(() => ('person' in session.value ? session.value.person : null));

/** The employee id of who is signed in; '' while nobody is. */
export const me = computed(() => person.value?.employeeId ?? '');
/** Their roles; none while nobody is signed in. */
export const roles = computed<readonly Role[]>(() => person.value?.roles ?? []);
/** Whether they change what is known of people. */
export const isOffice = computed(() => roles.value.some((role) => role === 'hr' || role === 'admin'));
/** Whether they correct balances and write the rules about leave. */
export const isHr = computed(() => roles.value.includes('hr'));

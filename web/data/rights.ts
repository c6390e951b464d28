import { computed } from '@preact/signals';
import { session } from './session.ts';

const own = computed(() => ('person' in session.value ? session.value.person : null));

/** Who is signed in; '' while nobody is. */
export const me = computed(() => own.value?.employeeId ?? '');
/** Whether they change what is known of people. */
export const isOffice = computed(() => own.value?.roles.some((role) => role === 'hr' || role === 'admin') ?? false);
/** Whether they correct balances and write the rules about leave. */
export const isHr = computed(() => own.value?.roles.includes('hr') ?? false);

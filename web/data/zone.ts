import { signal } from '@preact/signals';

/** The company's time zone: the API's word, until then the reader's own. */
export const zone = signal(new Intl.DateTimeFormat().resolvedOptions().timeZone);

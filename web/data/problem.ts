import type { Complaint } from '#lib/http/problem.ts';

/** Why something did not work. Errors of the API (RFC 9457) say what to do in `remedy`; `network`: no answer came. */
export type Problem = Partial<Omit<Complaint, 'headers'>>;

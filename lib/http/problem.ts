/** One value of a request that cannot be used. */
export interface Fault {
  /** The name of a parameter, or the way to a value of the body: `people.0.email`. */
  readonly field: string;
  /** What was given, for people; empty where it is missing or secret. */
  readonly value: string;
  readonly message: string;
  /** What would have been accepted, where that can be listed. */
  readonly possible?: readonly string[];
}

/** What went wrong, for people and programs. */
export interface Complaint {
  readonly status: number;
  /** Stable, snake_case; pages choose their words by it. */
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  /** What to do about it. */
  readonly remedy: string;
  readonly faults?: readonly Fault[];
  /** Figures of this case that a page needs to say it in its own language: `{ available: 3 }`. */
  readonly facts?: Readonly<Record<string, string | number | boolean | null>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer that is no success; the outermost layer turns it into `application/problem+json` (RFC 9457). */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly complaint: Complaint;
  constructor(complaint: Complaint, options?: ErrorOptions) {
    super(complaint.detail, options);
    this.complaint = complaint;
  }
}

/** The body of a problem's answer. */
export function problemBody(complaint: Complaint, requestId: string): object {
  const { status, code, title, detail, remedy, faults, facts } = complaint;
  const more = { ...(faults && { faults }), ...(facts && { facts }) };
  return { type: `urn:leaveline:problem:${code}`, status, code, title, detail, remedy, ...more, requestId };
}

const cut = (text: string): string => text.slice(0, 200);

const describeFault = ({ field, value, message, possible }: Fault): string =>
  `${field}=${JSON.stringify(cut(value))}: ${message}.${possible ? ` Possible: ${possible.join(', ')}.` : ''}`;

/** 400: names every value that cannot be used at once. */
export const badRequest = (faults: readonly Fault[], code = 'bad_request'): Problem =>
  new Problem({
    status: 400,
    code,
    title: 'The request cannot be understood',
    detail: faults.map(describeFault).join(' '),
    remedy: 'Correct what is named and ask again; the OpenAPI document lists what each address takes.',
    faults,
  });

/** 401: nobody is signed in, or no longer. */
export const unauthenticated = (detail = 'This address needs a sign-in.'): Problem =>
  new Problem({
    status: 401,
    code: 'unauthenticated',
    title: 'Not signed in',
    detail,
    remedy: 'Sign in and send the access token as `Authorization: Bearer …`.',
    headers: { 'www-authenticate': 'Bearer' },
  });

/** 403: signed in, but not as somebody who may. */
export const forbidden = (detail = 'You may not do this.', code = 'forbidden'): Problem =>
  new Problem({ status: 403, code, title: 'Not allowed', detail, remedy: 'Ask somebody who has the needed role.' });

/** 404; the same for what is not there and for what must not be known to be there. */
export const notFound = (detail = 'There is nothing at this address.', code = 'not_found'): Problem =>
  new Problem({ status: 404, code, title: 'Not found', detail, remedy: 'Check the address.' });

/** 405, with the methods there are. */
export const methodNotAllowed = (method: string, allowed: readonly string[]): Problem =>
  new Problem({
    status: 405,
    code: 'method_not_allowed',
    title: 'Not by this method',
    detail: `${cut(method)} is not allowed here.`,
    remedy: `Use ${allowed.join(' or ')}.`,
    headers: { allow: allowed.join(', ') },
  });

/** 409: the state of things does not allow it; read again, then decide anew. */
export const conflict = (code: string, detail: string, facts?: Complaint['facts']): Problem =>
  new Problem({
    status: 409,
    code,
    title: 'Not possible as things stand',
    detail,
    remedy: 'Load the present state and try again.',
    ...(facts && { facts }),
  });

/** 422: understood, but a rule forbids it. */
export const refused = (code: string, detail: string, more: Partial<Complaint> = {}): Problem =>
  new Problem({ status: 422, code, title: 'Against the rules', detail, remedy: 'Change what is named.', ...more });

/** 413: more than `limit` bytes. */
export const tooLargeBody = (limit: number): Problem =>
  new Problem({
    status: 413,
    code: 'body_too_large',
    title: 'Too much at once',
    detail: `The body may have at most ${limit} bytes.`,
    remedy: 'Send less, or in parts.',
    facts: { limit },
  });

/** 415, with the media type that is taken. */
export const wrongMediaType = (taken: string): Problem =>
  new Problem({
    status: 415,
    code: 'wrong_media_type',
    title: 'Not in this form',
    detail: `The body must be ${taken}.`,
    remedy: `Send it with content-type: ${taken}.`,
  });

/** 429; `seconds` until it is worth trying again. */
export const tooManyRequests = (seconds: number): Problem =>
  new Problem({
    status: 429,
    code: 'too_many_requests',
    title: 'Too many attempts',
    detail: `Try again in ${seconds} seconds.`,
    remedy: 'Wait as long as retry-after says.',
    facts: { seconds },
    headers: { 'retry-after': String(seconds) },
  });

/** 503: something that is needed does not answer. */
export const away = (code: string, detail: string, remedy = 'Try again shortly.', cause?: unknown): Problem =>
  new Problem(
    { status: 503, code, title: 'Not at the moment', detail, remedy, headers: { 'retry-after': '5' } },
    { cause },
  );

/** 500: a fault of ours; what happened is in the log under the request's id. */
export const internalFault = (): Problem =>
  new Problem({
    status: 500,
    code: 'internal',
    title: 'Something went wrong here',
    detail: 'The request could not be answered because of a fault in this program.',
    remedy: 'Try again; if it lasts, look for requestId in the log.',
  });

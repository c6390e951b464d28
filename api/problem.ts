/** One value of a request that cannot be used. */
export interface Fault {
  readonly parameter: string;
  readonly value: string;
  readonly message: string;
  /** What would have been accepted, where that can be listed. */
  readonly possible?: readonly string[];
}

/** What went wrong, for people and programs: a stable `code` (snake_case), and what to do about it. */
interface Complaint {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly remedy: string;
  readonly faults?: readonly Fault[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer that is no success; the outermost layer turns it into `application/problem+json` (RFC 9457). */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly complaint: Complaint;
  constructor(complaint: Complaint) {
    super(complaint.detail);
    this.complaint = complaint;
  }
}

/** The body of a problem's answer. */
export const problemBody = ({ status, code, title, detail, remedy, faults }: Complaint, requestId: string): object => ({
  type: `urn:leaveline:problem:${code}`,
  status,
  code,
  title,
  detail,
  remedy,
  ...(faults ? { faults } : {}),
  requestId,
});

/** 400: names every parameter that cannot be used at once. */
export const badParameters = (faults: readonly Fault[]): Problem =>
  new Problem({
    status: 400,
    code: 'bad_parameters',
    title: 'The request cannot be understood',
    detail: faults.map(describeFault).join(' '),
    remedy: 'Correct the parameters that are named and ask again; /api/openapi.json lists what each route takes.',
    faults,
  });

const describeFault = ({ parameter, value, message, possible }: Fault): string =>
  `${parameter}=${JSON.stringify(value.slice(0, 200))}: ${message}.${possible ? ` Possible: ${possible.join(', ')}.` : ''}`;

/** 404 for a path below /api; `possible` are the paths there are. */
export const noSuchPath = (path: string, possible: readonly string[]): Problem =>
  new Problem({
    status: 404,
    code: 'not_found',
    title: 'There is no such address',
    detail: `${path.slice(0, 200)} is none of ${possible.join(', ')}.`,
    remedy: 'Choose one of these addresses; /api/openapi.json describes them.',
  });

export const noSuchStatistic = (name: string, possible: readonly string[]): Problem =>
  new Problem({
    status: 404,
    code: 'unknown_statistic',
    title: 'There is no such statistic',
    detail: `${name.slice(0, 200)} is none of ${possible.join(', ')}.`,
    remedy: 'Choose one of these names; /api/statistics describes them.',
  });

/** 503: the API runs from sources whose page was never built. */
export const pageMissing = (): Problem =>
  new Problem({
    status: 503,
    code: 'page_missing',
    title: 'The page is not built',
    detail: 'There is no web/dist/index.html.',
    remedy: 'Run `npx vite build web`; `npm start` does it by itself. The numbers are at /api/statistics.',
  });

export const onlyReading = (method: string): Problem =>
  new Problem({
    status: 405,
    code: 'method_not_allowed',
    title: 'This interface is for reading',
    detail: `${method} is not allowed here.`,
    remedy: 'Use GET or HEAD.',
    headers: { allow: 'GET, HEAD' },
  });

/** 421: a name that is not this machine's, so that a foreign page cannot read through a name it points here. */
export const foreignHost = (host: string): Problem =>
  new Problem({
    status: 421,
    code: 'foreign_host',
    title: 'Not under this name',
    detail: `This server answers as localhost, not as ${host.slice(0, 200)}.`,
    remedy: 'Open it as http://localhost with its port.',
  });

const retrySeconds = '5';

/** 503: the server of the tables does not answer, or not as a whole one. */
export const clickhouseAway = (): Problem =>
  new Problem({
    status: 503,
    code: 'clickhouse_away',
    title: 'The tables cannot be read at the moment',
    detail: 'ClickHouse does not answer.',
    remedy: 'Try again shortly. If it lasts, check that ClickHouse runs and that CLICKHOUSE_URL names it.',
    headers: { 'retry-after': retrySeconds },
  });

/** 503: nothing has been written yet. */
export const tablesMissing = (): Problem =>
  new Problem({
    status: 503,
    code: 'tables_missing',
    title: 'The tables are not there yet',
    detail: 'ClickHouse answers, but a table or column that is asked for does not exist.',
    remedy: 'Start the sinks, which create the tables, and try again.',
    headers: { 'retry-after': retrySeconds },
  });

/** 503: more than a reader may take of a shared server. */
export const tooSlow = (): Problem =>
  new Problem({
    status: 503,
    code: 'too_slow',
    title: 'The answer took too long',
    detail: 'ClickHouse stopped the query at its limit of time or memory.',
    remedy:
      'Choose a shorter period, more filters or fewer columns to group by; or try again when there is less to do.',
    headers: { 'retry-after': retrySeconds },
  });

/** 422: a result that would be cut. */
export const tooLarge = (): Problem =>
  new Problem({
    status: 422,
    code: 'too_large',
    title: 'The answer would be too large',
    detail: 'The result has more rows than one answer may have.',
    remedy: 'Choose a shorter period, more filters, fewer columns to group by or a coarser date.',
  });

/** 500: a fault of ours; what happened is in the log under the request's id. */
export const internalFault = (): Problem =>
  new Problem({
    status: 500,
    code: 'internal',
    title: 'Something went wrong here',
    detail: 'The request could not be answered because of a fault in this program.',
    remedy: 'Try again; if it lasts, look for requestId in the log of the API.',
  });

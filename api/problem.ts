import { away, badRequest, type Fault, Problem } from '#lib/http/problem.ts';

/** 400: names every parameter that cannot be used at once. */
export const badParameters = (faults: readonly Fault[]): Problem => badRequest(faults, 'bad_parameters');

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

/** 421: a name that is not ours, so that a foreign page cannot read through a name it points here. */
export const foreignHost = (host: string): Problem =>
  new Problem({
    status: 421,
    code: 'foreign_host',
    title: 'Not under this name',
    detail: `This server does not answer as ${host.slice(0, 200)}.`,
    remedy: 'Open it as http://localhost with its port, or name this host in PUBLIC_URL or ALLOWED_HOSTS.',
  });

/** 403: a page of another site asks. */
export const foreignOrigin = (origin: string): Problem =>
  new Problem({
    status: 403,
    code: 'foreign_origin',
    title: 'Not for pages of elsewhere',
    detail: `Pages of ${origin.slice(0, 200)} are not answered.`,
    remedy: 'Name the host of the page in PUBLIC_URL or ALLOWED_HOSTS, if it is yours.',
  });

const serviceRemedy = (service: string): string =>
  `Try again shortly. If it lasts, check that the service ${service} runs and that ${service.toUpperCase()}_URL names it.`;

/** 503: a service behind the gateway takes no connection. */
export const serviceAway = (service: string, cause: unknown): Problem =>
  away('service_away', `The service ${service} does not answer.`, serviceRemedy(service), cause);

/** 502: a service behind the gateway broke off, or what it answered is no HTTP. */
export const serviceBroke = (service: string, cause: unknown): Problem =>
  new Problem(
    {
      status: 502,
      code: 'service_away',
      title: 'Not at the moment',
      detail: `The service ${service} broke off before it answered.`,
      remedy: serviceRemedy(service),
    },
    { cause },
  );

/** 504: a service behind the gateway has not begun to answer in time. */
export const serviceLate = (service: string): Problem =>
  new Problem({
    status: 504,
    code: 'service_late',
    title: 'It took too long',
    detail: `The service ${service} has not begun to answer in time.`,
    remedy: 'Look whether it was done before you try again.',
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

/** 503: Kafka has not answered yet. */
export const lettersUnread = (): Problem =>
  new Problem({
    status: 503,
    code: 'letters_unread',
    title: 'The dead letters are still being read',
    detail: 'They have not been read from Kafka yet.',
    remedy: 'Try again shortly. If it lasts, check that Kafka runs and that KAFKA_BROKERS names it.',
    headers: { 'retry-after': retrySeconds },
  });

export const noSuchLetter = (place: string): Problem =>
  new Problem({
    status: 404,
    code: 'no_such_letter',
    title: 'There is no such dead letter',
    detail: `${place.slice(0, 100)} is not there, or not any more.`,
    remedy: 'Look at the list again: it may have been replayed or closed, or be older than 30 days.',
  });

export const notStopped = (route: string): Problem =>
  new Problem({
    status: 409,
    code: 'route_not_stopped',
    title: 'This route is not stopped',
    detail: `${route.slice(0, 100)} is read, or there is no such route.`,
    remedy: 'Look at the line again: it may have gone on by itself.',
  });

/** 503: figures of groups have not been frozen for the first time. */
export const notFrozen = (): Problem =>
  new Problem({
    status: 503,
    code: 'not_frozen',
    title: 'There are no figures of groups yet',
    detail: 'Your role sees figures as they stood when the day began. They have not been frozen for the first time.',
    remedy: 'Try again in some minutes. If it lasts, check that the sinks run.',
    headers: { 'retry-after': '30' },
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

/** 422: folding the events of so many would take everybody else's time. */
export const tooManyPeople = (people: number, most: number): Problem =>
  new Problem({
    status: 422,
    code: 'too_many_people',
    title: 'Too many people for figures of their own',
    detail: `There are ${people} people in your part of the company; figures of a part are summed up for at most ${most}.`,
    remedy: 'Ask for the role hr, which sees the figures of the whole company.',
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

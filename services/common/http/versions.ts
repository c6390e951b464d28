import { badRequest, Problem } from '#lib/http/problem.ts';

/** 412: somebody changed it since it was read. */
const stale = (version: number): Problem =>
  new Problem({
    status: 412,
    code: 'stale',
    title: 'Changed in the meantime',
    detail: `It has been changed since it was read; its version is now ${version}.`,
    remedy: 'Load it again, look at what changed, and send the change with the new ETag in If-Match.',
    facts: { version },
  });

/** 428: the version that the change is meant for is missing. */
const unconditional = (): Problem =>
  new Problem({
    status: 428,
    code: 'if_match_required',
    title: 'Which version?',
    detail: 'A change must say in If-Match which version it is meant for.',
    remedy: 'Read it first and send its ETag as If-Match.',
  });

/** The version of an If-Match header; a weak tag counts, `*` does not. */
export function wantedVersion(header: string): number {
  if (header === '') throw unconditional();
  const [, digits] = /^(?:W\/)?"(\d{1,15})"$/.exec(header.trim()) ?? [];
  if (digits === undefined)
    throw badRequest([{ field: 'If-Match', value: header, message: 'not an ETag of one version, such as "3"' }]);
  return Number(digits);
}

export function checkVersion(version: number, wanted: number | null): void {
  if (wanted !== null && version !== wanted) throw stale(version);
}

export const etag = (version: number): string => `"${version}"`;

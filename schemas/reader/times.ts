const rfc3339 = /^(\d{4})-(\d\d)-(\d\d)T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i;

/** Epoch ms of RFC 3339 text; undefined for anything else, days that do not exist included. */
export function instantOf(text: unknown): number | undefined {
  if (typeof text !== 'string') return undefined;
  const [, year, month, day] = rfc3339.exec(text) ?? [];
  if (year === undefined || Number(day) > new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate())
    return undefined;
  const instant = Date.parse(text.toUpperCase());
  return Number.isNaN(instant) ? undefined : instant;
}

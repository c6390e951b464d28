const dateTime =
  /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?\s?(?:[Zz]|([+-])(\d\d)(?::?(\d\d))?)(?:\[[^\]]+\])?$/;

/**
 * Epoch ms of a point in time as publishers write it; undefined when it cannot be told. One rule for every reader: RFC
 * 3339 text, also with a blank for `T`, without seconds, with a comma before the fraction, with `+0200` or `+02` for an
 * offset, with the name of a zone behind it (RFC 9557); never without an offset. Or a number, whose size tells its
 * unit.
 */
export function instantOf(written: unknown): number | undefined {
  if (typeof written === 'number') return ofNumber(written);
  return typeof written === 'string' ? ofText(written) : undefined;
}

function ofText(text: string): number | undefined {
  const parts = dateTime.exec(text);
  if (!parts) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  const [fraction = '', sign, offsetHours = '0', offsetMinutes = '0'] = parts.slice(7);
  const offset = Number(offsetHours) * 60 + Number(offsetMinutes);
  const isDay = month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
  // 23:59:60 is a leap second, the instant that the next day begins.
  const isTime = hour < 24 && minute < 60 && second <= 60 && Number(offsetHours) < 24 && Number(offsetMinutes) < 60;
  if (!isDay || !isTime) return undefined;
  const local = new Date(0).setUTCFullYear(year, month - 1, day) + ((hour * 60 + minute) * 60 + second) * 1_000;
  return local + Number(fraction.slice(0, 3).padEnd(3, '0')) - (sign === '-' ? -offset : offset) * 60_000;
}

const daysIn = (year: number, month: number): number =>
  new Date(new Date(0).setUTCFullYear(year, month, 0)).getUTCDate();

/**
 * Units by the size of a number: those of 2001 to 5138. Seconds, which AMQP asks for, may be older. What lies between,
 * such as .NET's ticks or the digits of a date, belongs to none.
 */
const units = [
  { from: 1e8, below: 1e11, perMs: 1e-3 },
  { from: 1e12, below: 1e14, perMs: 1 },
  { from: 1e15, below: 1e17, perMs: 1e3 },
  { from: 1e18, below: 1e20, perMs: 1e6 },
] as const;

/** Seconds with a fraction are no exact doubles: to the microsecond first, so that .37 s are 370 ms and not 369. */
function ofNumber(value: number): number | undefined {
  const unit = units.find(({ from, below }) => value >= from && value < below);
  return unit && Math.floor(Math.round((value / unit.perMs) * 1e3) / 1e3);
}

/**
 * Amounts of days as whole millionths in a number: exact sums, no floats.
 * The largest safe amount is 9,007,199,254 days; more is a RangeError.
 */
export const oneDay = 1_000_000;

const text = /^(-?)(\d{1,12})(?:\.(\d{1,6}))?$/;

/** `"0.5"` → 500000. More than six decimals, exponents or other text: undefined. */
export function parseMillionths(value: string): number | undefined {
  const [, sign, whole, fraction = ''] = text.exec(value) ?? [];
  if (whole === undefined) return undefined;
  const amount = Number(whole) * oneDay + Number(fraction.padEnd(6, '0'));
  if (!Number.isSafeInteger(amount)) return undefined;
  return sign && amount !== 0 ? -amount : amount;
}

/** 500000 → `"0.5"`, without trailing zeros. */
export function formatMillionths(amount: number): string {
  const size = Math.abs(amount);
  const fraction = String(size % oneDay)
    .padStart(6, '0')
    .replace(/0+$/, '');
  const whole = Math.floor(size / oneDay);
  return `${amount < 0 ? '-' : ''}${whole}${fraction && `.${fraction}`}`;
}

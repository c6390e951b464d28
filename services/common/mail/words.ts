import type { Locale } from '#schemas/access/people.ts';

/** A noun behind a number, by the plural's category; `{n}` is the number. */
export type Plural = Readonly<Record<'one' | 'few' | 'many' | 'other', string>>;

export type Values = Readonly<Record<string, string>>;

/**
 * Fills what stands in braces: in one pass, so that braces in a name stay what they are; what ends with a full stop
 * itself (`2027 р.`) needs no second one.
 */
export const filled = (pattern: string, values: Values): string =>
  pattern.replace(/\{(\w+)\}(\.(?!\.))?/g, (_, name: string, stop: string | undefined) => {
    const value = values[name] ?? '';
    return stop && !value.endsWith('.') ? value + stop : value;
  });

/** The form of a noun behind `n`, filled; `shown`: the number as its language writes it. */
export const pluralOf = (forms: Plural, n: number, locale: Locale, shown = String(n)): string =>
  filled(forms[new Intl.PluralRules(locale).select(n) as keyof Plural] ?? forms.other, { n: shown });

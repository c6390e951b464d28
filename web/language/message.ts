import type { English } from '../messages/areas.ts';

/** Forms by CLDR plural category; `other` is always there. */
export interface Plural {
  readonly one?: string;
  readonly few?: string;
  readonly many?: string;
  readonly other: string;
}

export type MessageKey = keyof English;
/** Keys whose text is chosen by a count. */
export type PluralKey = { [K in MessageKey]: English[K] extends string ? never : K }[MessageKey];
export type TextKey = Exclude<MessageKey, PluralKey>;
/** Texts of another language for what is there in English. */
export type MessagesOf<Texts> = { readonly [K in keyof Texts]: Texts[K] extends string ? string : Plural };
export type Messages = MessagesOf<English>;
export type Values = Readonly<Record<string, string>>;

/** Fills `{name}` from values; a name without a value stays visible, so that it is noticed. */
export const fill = (text: string, values: Values): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);

/** A piece of a sentence; `figure` pieces were between stars. */
export interface Segment {
  readonly text: string;
  readonly figure: boolean;
}

/** Splits a sentence into words and *figures*. Stars are looked for before values are filled in, so data cannot add any. */
export const segments = (text: string, values: Values): readonly Segment[] =>
  text
    .split('*')
    .map((piece, index) => ({ text: fill(piece, values), figure: index % 2 === 1 }))
    .filter((segment) => segment.text !== '');

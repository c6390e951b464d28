import type { en } from './messages/en.ts';

type Shared = typeof en;

/**
 * Every text in English: those that all pages share; the texts of panels and areas are added where they are listed
 * (pages/messages.ts).
 */
export interface English extends Shared {}

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

/**
 * Fills `{name}` from values; a name without a value stays visible, so that it is noticed. A value that ends with a
 * full stop itself (`25 лист. 2026 р.`) needs no second one.
 */
export const fill = (text: string, values: Values): string =>
  text.replace(/\{(\w+)\}(\.(?!\.))?/g, (whole, name: string, stop = '') => {
    const value = values[name];
    if (value === undefined) return whole;
    return value.endsWith('.') ? value : value + stop;
  });

/** A piece of a sentence; `figure` pieces were between stars. */
export interface Segment {
  readonly text: string;
  readonly figure: boolean;
}

/**
 * Splits a sentence into words and *figures*. Stars are looked for before values are filled in, so data cannot add any.
 * A figure that ends with a full stop itself (`25 лист. 2026 р.`) needs no second one.
 */
export function segments(text: string, values: Values): readonly Segment[] {
  const pieces = text.split('*').map((piece) => fill(piece, values));
  return pieces
    .map((piece, index) => {
      const stopped = index % 2 === 0 && pieces[index - 1]?.endsWith('.') && /^\.(?!\.)/.test(piece);
      return { text: stopped ? piece.slice(1) : piece, figure: index % 2 === 1 };
    })
    .filter((segment) => segment.text !== '');
}

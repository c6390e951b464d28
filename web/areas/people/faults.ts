import type { LineFault } from '#services/user/answers.ts';
import type { Speech } from '../../language/speech.ts';

/** `line 3 has it already` as `line_has_it_already`: the same fault has the same key, whatever its figures. */
export const keyOf = (message: string): string =>
  message
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((part) => part !== '')
    .join('_');

/** The key under which there are words for a fault, which may begin with a person's number; null: nobody has translated it. */
function knownKey({ find }: Speech, message: string): string | null {
  const parts = keyOf(message).split('_');
  const keys = parts.map((_, at) => parts.slice(at).join('_'));
  return keys.find((key) => find(`import.says.${key}`) !== null) ?? null;
}

/** What is wrong with a line, and what to do: in English the service's own words, which know more of the case. */
export function faultWords(
  words: Speech,
  { column, message, remedy }: LineFault,
): { readonly what: string; readonly remedy: string } {
  const { language, find, text } = words;
  if (language === 'en') return { what: message, remedy };
  const key = knownKey(words, message);
  return {
    what: find(`import.says.${key}`) ?? text('import.says.unusable'),
    remedy: find(`import.remedy.${key}`) ?? find(`import.remedy.${column === '' ? 'line' : column}`) ?? '',
  };
}

import type { Speech } from '../language/speech.ts';
import type { LineFault } from './contract.ts';

/** `line 3 has it already` as `line_has_it_already`: the same fault has the same key, whatever its figures. */
export const keyOf = (message: string): string =>
  message
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((part) => part !== '')
    .join('_');

/** What is wrong with a line, and what to do: in English the service's own words, which know more of the case. */
export const faultWords = (
  { language, find, text }: Speech,
  { column, message, remedy }: LineFault,
): { readonly what: string; readonly remedy: string } => {
  if (language === 'en') return { what: message, remedy };
  return {
    what: find(`import.says.${keyOf(message)}`) ?? text('import.says.unusable'),
    remedy: find(`import.remedy.${column === '' ? 'line' : column}`) ?? '',
  };
};

import type { Speech } from '../language/speech.ts';
import type { LineFault } from './contract.ts';

/** `line 3 has it already` as `line_has_it_already`: the same fault has the same key, whatever its figures. */
export const keyOf = (message: string): string =>
  message
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((part) => part !== '')
    .join('_');

/** The words of a fault; it may begin with a person's number, which has no place in a key. */
const saidOf = ({ find }: Speech, message: string): string | null => {
  const parts = keyOf(message).split('_');
  const keys = parts.map((_, at) => `import.says.${parts.slice(at).join('_')}`);
  return keys.map((key) => find(key)).find((words) => words !== null) ?? null;
};

/** What is wrong with a line, and what to do: in English the service's own words, which know more of the case. */
export const faultWords = (
  words: Speech,
  { column, message, remedy }: LineFault,
): { readonly what: string; readonly remedy: string } => {
  const { language, find, text } = words;
  if (language === 'en') return { what: message, remedy };
  return {
    what: saidOf(words, message) ?? text('import.says.unusable'),
    remedy: find(`import.remedy.${column === '' ? 'line' : column}`) ?? '',
  };
};

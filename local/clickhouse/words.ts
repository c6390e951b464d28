import { Problem } from './problem.ts';
import { tokens } from './sql.ts';

/** Functions within expressions that read files or ask other servers, for which the engine has no grant. */
export const outsideFunctions =
  /^(file|disk|catboostEvaluate|hasColumnInTable|reverseDNSQuery|ai(Classify|Embed|Extract|Generate|Translate))$/i;

/** Settings that name a file or a server. */
const outsideSettings =
  /^(format_schema|format_template|format_avro_schema_registry|input_format_record_errors|storage_policy$|disk$|filesystem_|s3_|http_)/;

export const denied = (what: string): Problem =>
  new Problem(497, 'ACCESS_DENIED', `Not enough privileges: ${what} would reach beyond the tables.`);

/** Problem when the name is that of a setting that nobody may choose. */
export function refuseSetting(name: string): void {
  if (outsideSettings.test(name.toLowerCase())) throw denied(`the setting ${name}`);
}

/**
 * Problem when words of the text call such a function or choose such a setting: the engine's own syntax tree says
 * nothing of settings, of functions that APPLY names, and of values that are to be inserted.
 */
export function refuseWords(text: string): void {
  let applies = false;
  let before = '';
  for (const { kind, text: written } of tokens(text)) {
    if (written === '(' && outsideFunctions.test(before)) throw denied(`the function ${before}`);
    const name = kind === 'quoted' ? quotedName(written) : written;
    before = name;
    if (name === '') continue;
    applies ||= kind === 'word' && name.toUpperCase() === 'APPLY';
    if (applies && (outsideFunctions.test(name) || (kind === 'quoted' && name.includes('\\')))) throw denied('APPLY');
    refuseSetting(name);
  }
}

/** Of `name` and "name"; nothing of a string. */
const quotedName = (written: string): string =>
  written.startsWith("'") || written.startsWith('$') ? '' : written.slice(1, -1);

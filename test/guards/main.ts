/**
 * Part of `npm run check`: how long functions are, what is written twice, and comments too wide to read. Ends with 1
 * when a limit is passed.
 */
import { wideComments } from './comments.ts';
import { functionsOf, isTooLong, summaryOf } from './functions.ts';
import { repeatsIn } from './repeats.ts';
import { codePaths, isTest, readSource } from './source.ts';

const sources = [...codePaths()].map(readSource);

const functions = sources.filter(({ path }) => !isTest(path)).flatMap(functionsOf);
const tooLong = functions
  .filter(isTooLong)
  .map(({ path, line, name, length }) => `${path}:${line} ${name} has ${length} lines`);

const twice = repeatsIn(sources).map(
  ({ length, one, other }) => `${one.path}:${one.line} and ${other.path}:${other.line} share ${length} lines`,
);

const wide = sources.flatMap(wideComments).map((place) => `${place} is a comment of more than 120 columns`);

const named = functions.filter(({ isNamed }) => isNamed);
const components = functions.filter(({ isComponent }) => isComponent);
const lines = [
  `functions    ${summaryOf(functions)}`,
  `with a name  ${summaryOf(named)}`,
  `components   ${summaryOf(components)}`,
  ...tooLong,
  ...twice,
  ...wide,
];
process.stdout.write(`${lines.join('\n')}\n`);
process.exitCode = tooLong.length + twice.length + wide.length > 0 ? 1 : 0;

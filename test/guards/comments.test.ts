import { expect, test } from '@jest/globals';
import { wideComments } from './comments.ts';

test('comments that are wider than 120 columns are found, code is left to the formatter', () => {
  const wide = 'x'.repeat(120);
  const text = [`/** ${wide} */`, '/**', ` * ${wide}`, ' * short', ' */', `  // ${wide}`, `const a = '${wide}';`].join(
    '\n',
  );
  expect(wideComments({ path: 'a.ts', text })).toEqual(['a.ts:1', 'a.ts:3', 'a.ts:6']);
});

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { leafHash, noLeaves, rootOf, sha256, withLeaf } from './merkle.ts';

/** The definition of RFC 6962 §2.1, word for word. */
function definition(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 0) return sha256();
  const [only] = leaves;
  if (only && leaves.length === 1) return only;
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return sha256(Buffer.from([1]), definition(leaves.slice(0, split)), definition(leaves.slice(split)));
}

describe('a tree of hashes', () => {
  test('of nothing has the root that RFC 6962 gives', () => {
    expect(rootOf(noLeaves).toString('hex')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  });

  test('of an empty leaf has the root that Certificate Transparency’s own tests give', () => {
    const tree = withLeaf(noLeaves, leafHash(''));
    expect(rootOf(tree).toString('hex')).toBe('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d');
  });

  test('grows to the root that the definition gives, at every size', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 70 }), (contents) => {
        const leaves = contents.map(leafHash);
        expect(rootOf(leaves.reduce(withLeaf, noLeaves))).toEqual(definition(leaves));
      }),
    );
  });
});

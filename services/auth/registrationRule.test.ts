import { expect, test } from '@jest/globals';
import { ConfigError } from '#lib/config.ts';
import { registrationRule, type registrationRules } from './registrationRule.ts';

const asked = ['who@elsewhere.example', 'who@company.example', 'who@sub.company.example', 'boss@elsewhere.example'];
const letIn = (rule: (typeof registrationRules)[number]) =>
  asked.filter(registrationRule(rule, ['company.example'], ['boss@elsewhere.example']));

test.each([
  ['known', ['boss@elsewhere.example']],
  ['domains', ['who@company.example', 'boss@elsewhere.example']],
  ['open', asked],
] as const)('of addresses that the company does not know, the rule %s lets in %j', (rule, expected) => {
  expect(letIn(rule)).toEqual(expected);
});

test('domains without one are said to be missing', () => {
  expect(() => registrationRule('domains', [], [])).toThrow(ConfigError);
});

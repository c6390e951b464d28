import { describe, expect, test } from '@jest/globals';
import { envelopes } from './envelopes.ts';
import { message } from './testing/message.ts';

// A file in the folder is all it takes to be in here.

const data = { employeeId: '7' };
const attributes = { specversion: '1.0', id: '1', source: '/idp', type: 'user.registered' };

const messages = [
  { of: 'cloudevents structured', properties: {}, body: { ...attributes, data } },
  { of: 'cloudevents binary', properties: { headers: { 'ce-id': '1', 'ce-type': 'user.registered' } }, body: data },
  { of: 'plain JSON', properties: { contentType: 'application/json' }, body: data },
];

describe.each(envelopes.map((envelope) => [envelope.name, envelope] as const))('the envelope %s', (name, envelope) => {
  test('has a name of its own', () => {
    expect(envelopes.filter((one) => one.name === name)).toEqual([envelope]);
  });

  test.each(messages)('leaves a message of $of to whom it belongs', ({ of, properties, body }) => {
    const recognised = envelope.recognises(message(body, { properties }), body);
    if (name !== 'plain JSON') expect(recognised).toBe(name === of);
  });
});

test('JSON without an envelope is what no other recognises', () => {
  expect(envelopes.at(-1)?.name).toBe('plain JSON');
});

import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import { clientAddress, trustedProxies } from './clientAddress.ts';

const request = (remoteAddress: string, forwarded?: string) =>
  ({
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
    socket: { remoteAddress },
  }) as IncomingMessage;

describe('the address of a client', () => {
  const trusted = trustedProxies('127.0.0.1, 10.0.0.0/8, ::1');

  test.each([
    ['203.0.113.9', undefined, '203.0.113.9'],
    ['203.0.113.9', '198.51.100.1', '203.0.113.9'],
    ['10.1.2.3', '198.51.100.1', '198.51.100.1'],
    ['::ffff:10.1.2.3', '198.51.100.1', '198.51.100.1'],
    ['10.1.2.3', '1.1.1.1, 198.51.100.1, 10.9.9.9', '198.51.100.1'],
    ['::1', '2001:db8::7', '2001:db8::7'],
    ['10.1.2.3', '10.4.4.4', '10.4.4.4'],
    ['127.0.0.1', 'unknown', 'unknown'],
  ])('of %s forwarded for %s is %s', (remote, forwarded, expected) => {
    expect(clientAddress(request(remote, forwarded), trusted)).toBe(expected);
  });

  test('a list with what is no address is refused', () => {
    expect(() => trustedProxies('10.0.0.0/8,nonsense')).toThrow('nonsense is no address');
  });
});

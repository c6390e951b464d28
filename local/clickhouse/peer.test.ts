import { expect, test } from '@jest/globals';
import { endsOwner } from './peer.ts';

const row = (local: string, remote: string, state: string, uid: number) =>
  `   7: ${local} ${remote} ${state} 00000000:00000000 00:00000000 00000000  ${uid}        0 4086 1 00000000972ecb0a 100 0 0 10 0`;
const table = (state: string) =>
  [
    '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
    row('0100007F:1FBB', '0100007F:C001', '01', 1000),
    row('0100007F:C001', '0100007F:1FBB', state, 1001),
    row('0000000000000000FFFF00000100007F:C002', '0000000000000000FFFF00000100007F:1FBB', '01', 1002),
  ].join('\n');

test('the other end of a connection is told from our own, and by its own user', () => {
  expect(endsOwner(table('01'), 0xc001, 0x1fbb)).toBe(1001);
  expect(endsOwner(table('01'), 0xc002, 0x1fbb)).toBe(1002);
  expect(endsOwner(table('01'), 0xc003, 0x1fbb)).toBeUndefined();
});

test.each(['04', '05', '06'])('an end that its program has left (state %s) is nobody’s', (state) =>
  expect(endsOwner(table(state), 0xc001, 0x1fbb)).toBeUndefined(),
);

import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';

/** Who may say in `X-Forwarded-For` whom a request came from. */
export type TrustedProxies = (address: string) => boolean;

/** From a list such as `127.0.0.1,10.0.0.0/8,::1`. A RangeError names what is no address. */
export function trustedProxies(list: string): TrustedProxies {
  const block = new BlockList();
  for (const entry of list.split(',').map((text) => text.trim())) if (entry) add(block, entry);
  return (address) => isIP(address) !== 0 && block.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/** Whether `trustedProxies` can read it. */
export function isProxyList(list: string): boolean {
  try {
    return Boolean(trustedProxies(list));
  } catch {
    return false;
  }
}

function add(block: BlockList, entry: string): void {
  const [address = '', bits] = entry.split('/');
  const kind = isIP(address);
  if (kind === 0) throw new RangeError(`${entry} is no address`);
  block.addSubnet(address, Number(bits ?? (kind === 6 ? 128 : 32)), kind === 6 ? 'ipv6' : 'ipv4');
}

/**
 * The last address on the way that no trusted proxy stands for; what a client writes into the header itself is not
 * believed.
 */
export function clientAddress(request: IncomingMessage, trusted: TrustedProxies): string {
  const forwarded = [request.headers['x-forwarded-for'] ?? []].flat().join(',').split(',');
  const way = [...forwarded.map((hop) => hop.trim()).filter(Boolean), request.socket.remoteAddress ?? ''].map(
    plainAddress,
  );
  return way.findLast((address, index) => index === 0 || !isIP(address) || !trusted(address)) ?? '';
}

/** `::ffff:10.0.0.1` is 10.0.0.1. */
export const plainAddress = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '');

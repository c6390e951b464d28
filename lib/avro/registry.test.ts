import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Schema } from 'avsc';
import { ConfigError } from '#lib/config.ts';
import { registryIds } from './registry.ts';

const avro: Schema = { type: 'record', name: 'Pet', namespace: 'hr', fields: [] };
const pet = { name: 'hr.Pet', topic: 'hr.pets', subject: 'hr.pets-value', avro };

let requests = 0;
let answer: (response: ServerResponse) => void;
const server = createServer((_, response) => {
  requests++;
  answer(response);
});
const ids = () => registryIds(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, 100);

beforeAll(() => once(server.listen(0, '127.0.0.1'), 'listening'));
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

test('a registry that takes requests and answers none is given up after a while, and asked anew the next time', async () => {
  answer = () => undefined;
  const { register, byId } = ids();
  await expect(byId(1)).rejects.toThrow(/Timeout/);
  const before = requests;
  await expect(byId(1)).rejects.toThrow(/Timeout/);
  expect(requests).toBeGreaterThan(before);
  await expect(register(pet)).rejects.toThrow(/Timeout/);
});

test('a registry that answers with its own faults refuses nothing: it may be asked again', async () => {
  answer = (response) => void response.writeHead(500, { 'content-type': 'application/json' }).end('{"message": "no"}');
  const fault = await ids()
    .register(pet)
    .catch((error) => error);
  expect(fault).toBeInstanceOf(Error);
  expect(fault).not.toBeInstanceOf(ConfigError);
});

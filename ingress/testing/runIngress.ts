import { startForTest } from './underTest.ts';

/** An ingress in a process of its own, until it is ended: `node runIngress.ts '{"brokers": […], "names": {…}}'`. */
await startForTest(JSON.parse(process.argv[2] ?? '{}'));

import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** All metrics of this process, in Prometheus' text format. */
export const registry = new Registry();

/** Adds the process' own figures (CPU, memory, event loop); called once by the harness. */
export const collectProcessMetrics = (): void => collectDefaultMetrics({ register: registry, prefix: 'leaveline_' });

const once = <M>(name: string, make: () => M): M => (registry.getSingleMetric(name) as M | undefined) ?? make();

/** A number that only grows, e.g. `leaveline_ingress_messages_total{outcome}`. */
export const counter = (name: string, help: string, labels: readonly string[] = []): Counter =>
  once(name, () => new Counter({ name, help, labelNames: [...labels], registers: [registry] }));

/** A number that goes up and down. */
export const gauge = (name: string, help: string, labels: readonly string[] = []): Gauge =>
  once(name, () => new Gauge({ name, help, labelNames: [...labels], registers: [registry] }));

const latencySeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** A distribution, in seconds unless the name says otherwise. */
export const histogram = (
  name: string,
  help: string,
  labels: readonly string[] = [],
  buckets = latencySeconds,
): Histogram =>
  once(name, () => new Histogram({ name, help, labelNames: [...labels], buckets, registers: [registry] }));

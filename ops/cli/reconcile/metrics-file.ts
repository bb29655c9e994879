import { rename, rm, writeFile } from 'node:fs/promises';
import { Gauge, Registry } from 'prom-client';
import type { ReconcileReport } from './findings.ts';
import { bucketsOf } from './reconcile-report.ts';

/**
 * Writes what a run came to as a file for the textfile collector of Prometheus' node_exporter, which
 * never sees half of it.
 *
 * @see https://github.com/prometheus/node_exporter#textfile-collector
 */
export async function writeMetricsFile(
  file: string,
  report: ReconcileReport,
  finishedAt: Date,
): Promise<void> {
  const draft = `${file}.${process.pid}`;
  try {
    await writeFile(draft, await metricsText(report, finishedAt));
    await rename(draft, file);
  } finally {
    await rm(draft, { force: true });
  }
}

function metricsText(report: ReconcileReport, finishedAt: Date): Promise<string> {
  const registry = new Registry();
  const registers = [registry];
  const findings = new Gauge({
    name: 'dcs_reconcile_findings',
    help: 'What the last reconcile found and did not remove.',
    labelNames: ['kind', 'bucket'] as const,
    registers,
  });
  const objects = new Gauge({
    name: 'dcs_reconcile_objects',
    help: 'Objects the last reconcile held against the store.',
    labelNames: ['bucket'] as const,
    registers,
  });
  const finished = new Gauge({
    name: 'dcs_reconcile_finished_timestamp_seconds',
    help: 'When the last reconcile came to its end.',
    registers,
  });
  for (const [bucket, counts] of bucketsOf(report)) {
    objects.set({ bucket }, counts.objects);
    for (const [kind, count] of Object.entries(counts.findings)) {
      findings.set({ kind, bucket }, count);
    }
  }
  finished.set(finishedAt.getTime() / 1000);
  return registry.metrics();
}

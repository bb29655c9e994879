import type { ApiClient } from '../api-client.ts';
import { type Concurrency, createConcurrency } from '../transfer/concurrency.ts';
import { createPauseGate, type PauseGate } from './pause-gate.ts';
import { createProgressMeter, type ProgressMeter } from './progress-meter.ts';
import type { PushEvent, PushOptions } from './push-types.ts';
import type { FileAccess, Source, SourceFile } from './source.ts';

/** What a push is made from. */
export interface PushParts<F extends SourceFile> {
  readonly api: ApiClient;
  readonly source: Source;
  readonly access: FileAccess<F>;
}

/** What every step of one push works with. */
export interface PushContext<F extends SourceFile = SourceFile> extends PushParts<F> {
  readonly options: PushOptions;
  /** Aborted when the push is stopped. */
  readonly signal: AbortSignal;
  readonly gate: PauseGate;
  readonly concurrency: Concurrency;
  readonly meter: ProgressMeter;
  readonly emit: (event: PushEvent) => void;
}

export function createPushContext<F extends SourceFile>(
  parts: PushParts<F>,
  options: PushOptions,
  signal: AbortSignal,
): PushContext<F> {
  const emit = options.onEvent ?? (() => {});
  return {
    ...parts,
    options,
    signal,
    emit,
    gate: createPauseGate(),
    concurrency: createConcurrency(),
    meter: createProgressMeter((progress) => emit({ type: 'progress', progress })),
  };
}

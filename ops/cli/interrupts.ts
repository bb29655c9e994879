import { EXIT_CODES } from './exit-codes.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Does `work`, and calls `stop` when it is interrupted: with Ctrl-C, or by somebody who ends
 * programs. A second time the program ends at once.
 */
export async function interruptible<T>(stop: () => void, work: () => Promise<T>): Promise<T> {
  let isStopping = false;
  const interrupt = () => {
    if (isStopping) process.exit(EXIT_CODES.interrupted.code);
    isStopping = true;
    stop();
  };
  for (const signal of SIGNALS) process.on(signal, interrupt);
  try {
    return await work();
  } finally {
    for (const signal of SIGNALS) process.off(signal, interrupt);
  }
}

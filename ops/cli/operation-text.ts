import type { OperationBody } from '../../api/contract/operations.ts';
import { countedText, countText } from './quantity-text.ts';
import { targetTitle } from './target-title.ts';

/** All of an operation, a line each. */
export function operationText(operation: OperationBody): string {
  const { id, type, state, target, result, error } = operation;
  const lines = {
    type,
    target: targetTitle(target),
    state: stateText(state),
    done: doneText(operation),
    begun: operation.created_at,
    updated: operation.updated_at,
    error: error ? `${error.detail ?? error.title} (${error.code})` : '',
    result: typeof result?.message === 'string' ? result.message : '',
  };
  const shown = Object.entries(lines).filter(([, value]) => value !== '');
  return [`Operation ${id}`, ...shown.map(([name, value]) => `  ${name.padEnd(8)}  ${value}`)].join(
    '\n',
  );
}

export function stateText(state: OperationBody['state']): string {
  return state.replace('_', ' ');
}

/** `1,200/5,121 files` */
export function doneText({ done, total }: OperationBody): string {
  return `${countText(done)}/${countedText(total, 'file')}`;
}

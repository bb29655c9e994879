import { Match, Switch } from 'solid-js';
import { ErrorNote } from '../../../ui/error-note.tsx';
import { explainedError } from '../explained-error.ts';
import type { Review, ReviewedTarget, ReviewResult } from '../review/review.ts';
import { useUploadText } from '../upload-text.ts';
import { ChangesReview } from './changes-review.tsx';
import { RefusalsReview } from './refusals-review.tsx';
import { Step } from './step.tsx';

export interface ReviewStepProps {
  readonly review: Review;
  readonly result: ReviewResult;
  readonly onAgain: () => void;
}

/** The third step: what would change, or what stands in the way; before a byte moves. */
export function ReviewStep(props: ReviewStepProps) {
  const words = useUploadText();
  const of = <K extends ReviewResult['kind']>(kind: K) =>
    props.result.kind === kind ? (props.result as Extract<ReviewResult, { kind: K }>) : undefined;
  return (
    <Step label={words().review}>
      <p class="text-sm">
        <strong class="font-semibold">{words().reviewOf(props.review.folder.root.name)}</strong>{' '}
        <TargetText target={props.review.target} />
      </p>
      <Switch>
        <Match when={of('changes')}>
          {(found) => <ChangesReview changes={found().changes} litter={found().listing.litter} />}
        </Match>
        <Match when={of('refused')}>
          {(found) => <RefusalsReview refusals={found().refusals} onAgain={props.onAgain} />}
        </Match>
        <Match when={of('failed')}>
          {(found) => (
            <ErrorNote error={explainedError(found().error, words())} onRetry={props.onAgain} />
          )}
        </Match>
      </Switch>
    </Step>
  );
}

function TargetText(props: { readonly target: ReviewedTarget }) {
  const words = useUploadText();
  const told = () => {
    const { reviewBook, reviewNewBook, reviewBuild, platforms } = words();
    const { target } = props;
    switch (target.type) {
      case 'book':
        return reviewBook(target.bookName, target.publisher);
      case 'new-book':
        return reviewNewBook(target.book.book_name, target.book.publisher);
      case 'build':
        return reviewBuild(platforms[target.platform], target.version);
    }
  };
  return <span class="text-soft">{told()}</span>;
}

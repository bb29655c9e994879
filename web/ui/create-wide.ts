import { createSignal, onCleanup } from 'solid-js';

/** Where Tailwind's `lg` begins. */
const WIDE = '(min-width: 64rem)';

/** Whether there is room for two things side by side. */
export function createWide(): () => boolean {
  const media = matchMedia(WIDE);
  const [isWide, setIsWide] = createSignal(media.matches);
  const look = () => setIsWide(media.matches);
  media.addEventListener('change', look);
  onCleanup(() => media.removeEventListener('change', look));
  return isWide;
}

import Ellipsis from 'lucide-solid/icons/ellipsis';
import { Menu, type MenuProps } from './menu.tsx';

/** What can be done with a row of a table, at the end of it; no row is higher for it. */
export function RowMenu(props: Pick<MenuProps, 'label' | 'items'>) {
  return (
    <Menu
      label={props.label}
      trigger={<Ellipsis size={18} aria-hidden="true" />}
      triggerClass="-my-1 ms-auto grid size-8 place-items-center rounded-lg hover:bg-raised"
      items={props.items}
    />
  );
}

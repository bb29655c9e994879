/** A page of a list of the API. */
export interface ListPage {
  /** Null on the last. */
  readonly next_cursor: string | null;
}

/**
 * The pages of a list, one after the other.
 * @param ask gives the page at a cursor, the first one without
 * @param cursor of the page to begin with; the first unless given
 */
export async function* eachPage<Page extends ListPage>(
  ask: (cursor: string | undefined) => Promise<Page>,
  cursor?: string,
): AsyncGenerator<Page, void> {
  for (let next: string | null | undefined = cursor; next !== null; ) {
    const page: Page = await ask(next);
    yield page;
    next = page.next_cursor;
  }
}

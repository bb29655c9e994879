/**
 * What a query holds, or undefined while it holds nothing. To read its `data` before that suspends all of
 * the page around it.
 */
export function dataOf<Data>(query: {
  readonly isPending: boolean;
  readonly data: Data | undefined;
}): Data | undefined {
  return query.isPending ? undefined : query.data;
}

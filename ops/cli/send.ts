/**
 * `fetch` for an API client that carries secrets: it follows no redirect, since the password or the
 * refresh token would go along, and takes nothing for an answer that did not arrive whole and as JSON.
 */
export const send: typeof fetch = async (input, init) => {
  const response = await fetch(input, { ...init, redirect: 'manual' });
  const body = await response.clone().arrayBuffer();
  const type = response.headers.get('content-type') ?? '';
  if (response.ok && body.byteLength > 0 && !/\bjson\b/.test(type)) {
    throw new Error('something answers there, but not as Dream Central Storage does');
  }
  return response;
};

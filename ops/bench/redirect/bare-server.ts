// Answers every request with the same redirect, as little as Hono can do.
import { serve } from '@hono/node-server';
import { Hono } from 'hono';

const LOCATION =
  'http://127.0.0.1:9000/books/Bench/Book/0k3j5h2k1j3h5k2j/audio/1.mp3?X-Amz-Signature=0';

const app = new Hono();
app.get('*', (c) => c.redirect(LOCATION, 302));
serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) => {
  console.log(`http://127.0.0.1:${port}`);
});

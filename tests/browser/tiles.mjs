// A server of map tiles that are drawn: their address stands in each, and streets enough to see whether they fit together.
import { createServer } from 'node:http';

const tile = (z, x, y) => `<svg xmlns="http://www.w3.org/2000/svg" width="256" height="256"><rect width="256" height="256" fill="#e8efe6"/>
<path d="M0 64H256M0 192H256M64 0V256M192 0V256" stroke="#fff" stroke-width="9"/><path d="M0 128H256M128 0V256" stroke="#f6e3a8" stroke-width="14"/>
<path d="M0 30C80 60 170 0 256 30" stroke="#b5d3ea" stroke-width="16" fill="none"/><text x="8" y="250" font-family="sans-serif" font-size="13" fill="#7b8a83">${z}/${x}/${y}</text></svg>`;

/** `asked` are the tiles that were asked for; with `broken` none comes. */
export async function startTiles(t) {
  const tiles = { asked: [], broken: false };
  const server = createServer((request, response) => {
    const [z, x, y] = request.url.match(/\d+/g).map(Number);
    tiles.asked.push(`${z}/${x}/${y}`);
    if (tiles.broken) return void response.writeHead(503).end();
    response.writeHead(200, { 'Content-Type': 'image/svg+xml' });
    response.end(tile(z, x, y));
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  t?.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const origin = `http://127.0.0.1:${server.address().port}`;
  return Object.assign(tiles, { origin, map: { tiles: `${origin}/{z}/{x}/{y}.png`, attribution: '© Drawn for a test', max_zoom: 18 } });
}

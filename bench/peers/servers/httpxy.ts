/** A reverse proxy as the README of httpxy has it; it keeps connections to the backend by itself: PORT BACKEND-PORT. */
import { createServer } from 'node:http';
import { Socket } from 'node:net';
import { createProxyServer } from 'httpxy';

const [port, backendPort] = process.argv.slice(2).map(Number);
const proxy = createProxyServer({ target: `http://127.0.0.1:${backendPort ?? 0}`, xfwd: true });

const server = createServer((request, response) => {
  void proxy.web(request, response);
});
server.on('upgrade', (request, socket, head) => {
  if (socket instanceof Socket) void proxy.ws(request, socket, {}, head);
});
proxy.on('error', (error, _request, response) => {
  process.stderr.write(`${error.message}\n`);
  (response as Socket | undefined)?.destroy();
});
server.listen(port, '127.0.0.1');

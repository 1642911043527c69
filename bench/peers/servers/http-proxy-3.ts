/** A reverse proxy as the README of http-proxy-3 has it, with connections to the backend kept for requests: PORT BACKEND-PORT. */
import { Agent, createServer } from 'node:http';
import { createProxyServer } from 'http-proxy-3';

const [port, backendPort] = process.argv.slice(2).map(Number);
const agent = new Agent({ keepAlive: true, maxFreeSockets: 256 });
const proxy = createProxyServer({ target: `http://127.0.0.1:${backendPort ?? 0}`, xfwd: true });

const server = createServer((request, response) => {
  proxy.web(request, response, { agent });
});
server.on('upgrade', (request, socket, head) => {
  proxy.ws(request, socket, head);
});
proxy.on('error', (error, _request, response) => {
  process.stderr.write(`${error.message}\n`);
  response.destroy();
});
server.listen(port, '127.0.0.1');

/**
 * A shop on a socket, in a process of its own: under `/` our handler behind our Node listener, under `/bare` Node alone with
 * the same answers. `POSTGRES` is the folder of a PostgreSQL's socket, if orders are kept there. Prints its port and what to
 * ask, as a line of JSON.
 */
import { createServer, type RequestListener } from 'node:http';
import { portOf } from '../../helpers/ports.js';
import { importServer } from '../dist.js';
import { openShop, ORIGIN } from './shop.js';

const { POSTGRES } = process.env;
const { toNodeListener } = await importServer();
const { handler, asked, answers } = await openShop(POSTGRES === undefined ? 'memory' : { postgres: POSTGRES });

const ours = toNodeListener(handler, { origin: ORIGIN });
const parsed = { create: JSON.parse(answers.create) as object, status: JSON.parse(answers.status) as object };
const bare: RequestListener = (request, response) => {
  const reply = (body: object): void => {
    const text = JSON.stringify(body);
    response.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store', 'Content-Length': Buffer.byteLength(text) });
    response.end(text);
  };
  if (request.method !== 'POST') {
    reply(parsed.status);
    return;
  }
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (chunk: string) => (body += chunk));
  request.on('end', () => {
    JSON.parse(body);
    reply(parsed.create);
  });
};

const server = createServer((request, response) => {
  if (request.url?.startsWith('/bare') === true) bare(request, response);
  else ours(request, response);
});
console.log(JSON.stringify({ port: await portOf(server), asked }));

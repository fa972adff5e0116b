import { MixPayError } from '../core/errors.js';
import { parseUrl } from '../core/url.js';

/** Frameworks hand over something of their own, whose `url` is a path or missing. @throws MixPayError that says how to get a `Request` */
export function checkRequest(request: unknown): asserts request is Request {
  const { url, headers } = (request ?? {}) as Partial<Request>;
  if (parseUrl(String(url)) !== undefined && typeof headers?.get === 'function') return;
  throw new MixPayError(
    'misconfigured',
    'The handler expected a Request, received an object of another kind. ' +
      'Under Node, Express and Fastify use toNodeListener(handler); in Hono pass context.req.raw.',
  );
}

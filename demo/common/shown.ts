import { answerJson } from './answer.js';

/**
 * An endpoint for buttons that are only looked at, each in one state for good: `…/<status>` is the endpoint, and also where the status
 * is asked. Nothing can be paid here.
 */
export function answerShown(request: Request, pathname: string): Response {
  const status = pathname.split('/').at(-1) ?? '';
  if (request.method === 'GET') return answerJson(200, { status, ...(status === 'failed' ? { failureCode: '40000' } : {}) });
  return answerJson(200, { code: `shown-${status}`, statusUrl: pathname });
}

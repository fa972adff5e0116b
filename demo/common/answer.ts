/** A JSON answer that nobody keeps: it is one visitor's. */
export function answerJson(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return Response.json(body, { status, headers: { 'Cache-Control': 'no-store', ...headers } });
}

/** A refusal in RFC 9457 problem details. */
export function answerProblem(status: number, title: string, headers: Record<string, string> = {}): Response {
  return answerJson(status, { type: 'about:blank', title, status }, { 'Content-Type': 'application/problem+json', ...headers });
}

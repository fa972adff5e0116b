import { pay } from '$lib/server/pay';
import type { RequestHandler } from './$types';

const handle: RequestHandler = ({ request }) => pay(request);

export { handle as GET, handle as POST, handle as OPTIONS };

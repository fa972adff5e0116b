import { after } from 'next/server';
import { pay } from '../../../../lib/pay';

const handle = (request: Request) => pay(request, { waitUntil: after });

export { handle as GET, handle as POST, handle as OPTIONS };

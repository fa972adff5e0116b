import type { APIRoute } from 'astro';
import { pay } from '../../../lib/pay';

export const ALL: APIRoute = ({ request }) => pay(request);

import { pay } from '../../utils/pay';

export default defineEventHandler((event) => pay(toWebRequest(event)));

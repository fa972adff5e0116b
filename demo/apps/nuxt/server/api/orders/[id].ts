import { orders } from '../../utils/orders';

export default defineEventHandler((event) => {
  const id = getRouterParam(event, 'id') ?? '';
  const order = orders.get(id);
  if (order === undefined) throw createError({ statusCode: 404 });
  return { id, total: order.total };
});

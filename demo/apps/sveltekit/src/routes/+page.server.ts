import { orders } from '$lib/server/orders';

export const load = () => {
  const orderId = 'order-1042';
  return { orderId, total: orders.get(orderId)?.total ?? '' };
};

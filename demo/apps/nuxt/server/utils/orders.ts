/** Stands for your database. */
export const orders = new Map([['order-1042', { total: '10.00', paid: false }]]);

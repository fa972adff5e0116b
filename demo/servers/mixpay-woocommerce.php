<?php

/**
 * Plugin Name: MixPay button for WooCommerce
 * Description: Takes crypto through MixPay, with <mixpay-button> on the page on which an order is paid.
 * Requires Plugins: woocommerce
 * Requires PHP: 8.1
 *
 * Put this file and mixpay.php into wp-content/plugins/mixpay/, and into wp-config.php:
 *
 *   define('MIXPAY_PAYEE_ID', '…');   // who is paid: your MixPay account
 *   define('MIXPAY_SECRET', '…');     // openssl rand -base64 32
 *   define('MIXPAY_API', 'http://localhost:4010');   // the sandbox; left out, payments are real
 *
 * It needs permalinks other than "plain", and an order's currency in which MixPay can quote. WordPress's own cron calls the sweep.
 */

declare(strict_types=1);

defined('ABSPATH') || exit;

require_once __DIR__ . '/mixpay.php';

const MIXPAY_ROUTE = '/mixpay/v1/pay';
const MIXPAY_SCRIPT = 'https://cdn.jsdelivr.net/npm/mixpay-button@0.1.0/dist/cdn/mixpay-button.js';

/** An order as the page names it: number and key, for who knows the key may pay, as everywhere in WooCommerce. */
function mixpay_name_of(WC_Order $order): string
{
    return $order->get_id() . '-' . $order->get_order_key();
}

function mixpay_find_order(string $name): ?WC_Order
{
    [$id, $key] = explode('-', $name, 2) + [1 => ''];
    $order = ctype_digit($id) ? wc_get_order((int) $id) : false;
    return $order instanceof WC_Order && hash_equals($order->get_order_key(), $key) ? $order : null;
}

/** Whether a payment may complete it by itself: it waits for one and was never paid, for what was paid may be refunded or charged back since. */
function mixpay_awaits_payment(WC_Order $order): bool
{
    return ($order->needs_payment() || $order->has_status('on-hold')) && $order->get_date_paid() === null;
}

function mixpay_endpoint(): MixPayEndpoint
{
    static $endpoint = null;
    $api = defined('MIXPAY_API') ? MIXPAY_API : 'https://api.mixpay.me';
    return $endpoint ??= new MixPayEndpoint(
        mixpay_database(),
        [
            'payeeId' => MIXPAY_PAYEE_ID,
            'secret' => MIXPAY_SECRET,
            'settlementAssetId' => '4d8c508b-91c5-375b-92b0-ee702ed2dac5', // in what you are paid: USDT (ERC-20)
            'endpoint' => rest_url(MIXPAY_ROUTE),
            'origins' => [],
            'api' => $api,
            'checkout' => mixpay_checkout(),
        ],
        order: function (array $asked): array {
            $order = mixpay_find_order($asked['orderId'] ?? '');
            if ($order === null) throw new MixPayRefusal(404, 'order_unknown', 'There is no such order.');
            return ['orderId' => mixpay_name_of($order), 'quoteAmount' => $order->get_total(), 'quoteAssetId' => strtolower($order->get_currency()),
                'closed' => !$order->needs_payment() || !mixpay_awaits_payment($order)];
        },
        fits: function (array $payment): bool {
            $order = mixpay_find_order($payment['order_id']);
            if ($order === null) return false;
            // After a crash it may be this payment that has completed it.
            if ($order->get_transaction_id() === $payment['trace_id']) return true;
            // While MixPay's page was open, it may have been paid by card, refunded, cancelled.
            return mixpay_awaits_payment($order) && MixPayEndpoint::plain($order->get_total()) === $payment['amount']
                && strtolower($order->get_currency()) === $payment['asset'];
        },
        // WordPress writes on a connection of its own: after a crash "paid" is told again, and payment_complete() must not run twice.
        tell: function (string $what, array $payment): void {
            $order = mixpay_find_order($payment['order_id'] ?? '');
            if ($order === null) {
                error_log("mixpay: $what " . ($payment['error'] ?? 'of an order that is no more'));
                return;
            }
            if ($what === 'paid' && $order->get_transaction_id() === $payment['trace_id']) return;
            $awaits = mixpay_awaits_payment($order);
            if ($what === 'paid' && $awaits) {
                if (!$order->payment_complete($payment['trace_id'])) throw new RuntimeException('expected WooCommerce to complete the order');
                return;
            }
            $note = 'MixPay has received money that does not simply pay this order. Compare it with your MixPay account.';
            // An order that is refunded, cancelled or paid otherwise stays so: a person decides.
            $awaits ? $order->update_status('on-hold', $note) : $order->add_order_note($note);
        },
    );
}

/** WordPress's database, on a connection that can make transactions. DB_HOST may name a port or a socket. */
function mixpay_database(): PDO
{
    [$host, $port] = explode(':', DB_HOST, 2) + [1 => ''];
    $where = str_starts_with($port, '/') ? "unix_socket=$port" : "host=$host" . ($port === '' ? '' : ";port=$port");
    return new PDO("mysql:$where;dbname=" . DB_NAME . ';charset=utf8mb4', DB_USER, DB_PASSWORD);
}

function mixpay_checkout(): string
{
    return defined('MIXPAY_API') ? MIXPAY_API . '/code/' : 'https://mixpay.me/code/';
}

// ── The endpoint: /wp-json/mixpay/v1/pay ────────────────────────────────────────────────────────────────────────────────────────────────

add_action('rest_api_init', function (): void {
    register_rest_route('mixpay/v1', '/pay', ['methods' => 'GET, POST', 'callback' => '__return_null', 'permission_callback' => '__return_true']);
});

// Answered here and not in the route's callback, for WordPress lets the pages of every origin read its REST API, with cookies, and answers
// OPTIONS itself. Who may post is the endpoint's to say.
add_filter('rest_pre_serve_request', function (bool $served, $result, WP_REST_Request $request): bool {
    if ($served || $request->get_route() !== MIXPAY_ROUTE) return $served;
    foreach (['Origin', 'Credentials', 'Methods', 'Headers'] as $name) header_remove("Access-Control-Allow-$name");
    header_remove('Access-Control-Expose-Headers');
    $headers = [];
    foreach ($request->get_headers() as $name => $values) $headers[strtr((string) $name, '_', '-')] = implode(', ', $values);
    [$status, $sent, $text] = mixpay_endpoint()->handle($request->get_method(), $request->get_query_params(), $headers, $request->get_body());
    status_header($status);
    foreach ($sent as $name => $value) header("$name: $value");
    echo $text;
    return true;
}, 20, 3);

// ── The way to pay ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

add_action('plugins_loaded', function (): void {
    if (!class_exists('WC_Payment_Gateway')) return;

    final class WC_Gateway_MixPay extends WC_Payment_Gateway
    {
        public function __construct()
        {
            $this->id = 'mixpay';
            $this->title = 'Crypto';
            $this->method_title = 'MixPay';
            $this->method_description = 'Crypto through MixPay. Account and secret stand in wp-config.php.';
            $this->init_settings();
            add_action('woocommerce_receipt_mixpay', [$this, 'receipt_page']);
        }

        /** Nothing is paid yet: the payer goes to the page with the button. */
        public function process_payment($order_id): array
        {
            return ['result' => 'success', 'redirect' => wc_get_order($order_id)->get_checkout_payment_url(true)];
        }

        /** The button; without script a form, which the endpoint redirects to MixPay's page. */
        public function receipt_page($order_id): void
        {
            $order = wc_get_order($order_id);
            wp_enqueue_script_module('mixpay-button', MIXPAY_SCRIPT);
            printf(
                '<mixpay-button endpoint="%1$s" order-id="%2$s" quote-amount="%3$s" quote-asset-id="%4$s" return-to="%5$s" checkout-base="%6$s">'
                . '<form slot="fallback" method="post" action="%1$s"><input type="hidden" name="orderId" value="%2$s"><button>Pay with crypto</button></form>'
                . '</mixpay-button>',
                esc_url(rest_url(MIXPAY_ROUTE)),
                esc_attr(mixpay_name_of($order)),
                esc_attr($order->get_total()),
                esc_attr(strtolower($order->get_currency())),
                esc_url($order->get_checkout_order_received_url()),
                esc_url(mixpay_checkout()),
            );
        }
    }

    add_filter('woocommerce_payment_gateways', fn (array $gateways): array => [...$gateways, WC_Gateway_MixPay::class]);
});

// ── What no callback told ───────────────────────────────────────────────────────────────────────────────────────────────────────────────

add_filter('cron_schedules', fn (array $schedules): array => $schedules + ['mixpay_minute' => ['interval' => 60, 'display' => 'Each minute']]);
add_action('mixpay_sweep', fn () => mixpay_endpoint()->sweep());
add_action('init', function (): void {
    if (!wp_next_scheduled('mixpay_sweep')) wp_schedule_event(time(), 'mixpay_minute', 'mixpay_sweep');
});

<?php

declare(strict_types=1);

/*
 * The endpoint of <mixpay-button> in plain PHP 8.1 or newer: one file, no framework, no library. SQLite or MariaDB by PDO
 * (MySQL is meant to do, and is not tried in the tests).
 *
 * Try it against the sandbox (npx mixpay-button sandbox):
 *
 *   export MIXPAY_PAYEE_ID=1f9b3c5e-7a2d-4b8c-9e0f-3d6a5c4b2e1f
 *   export MIXPAY_SECRET=$(openssl rand -base64 32)
 *   export MIXPAY_DATA=/tmp/mixpay.db      # never in a folder that is served
 *   php -S localhost:3000 mixpay.php       # pages in the same folder are served too
 *   php mixpay.php sweep                   # by cron, each minute: finds payments without a callback
 *
 * "Your shop", at the end, is what you replace. How it works, and the rules it keeps: demo/guides/any-language.md
 */

/** A request turned down, as the page is told: `word` is what it branches on. */
final class MixPayRefusal extends Exception
{
    /** @param array<string, string|int> $members further members of the answer */
    public function __construct(
        public readonly int $status,
        public readonly string $word,
        string $title,
        public readonly array $members = [],
        public readonly int $retryAfter = 0,
    ) {
        parent::__construct($title);
    }
}

final class MixPayEndpoint
{
    private const LIFETIME = 30 * 60_000; // all times are milliseconds
    private const GRACE = 10 * 60_000; // a payment may still turn up this long after its deadline
    private const CLAIM = 20_000; // longer than a create takes: an older claim belongs to a process that died
    private const PATIENCE = 3_000; // how long a second click waits for the first one's answer
    private const TIMEOUT = 8; // seconds, for one request to MixPay
    private const MOST_ATTEMPTS = 50;

    /** Requests to MixPay in any minute, of the 60 it allows. Who comes first when they run short: creates, then callbacks. */
    private const LIMITS = ['create' => 50, 'callback' => 45, 'sweep' => 40, 'poll' => 35];

    private const ABSENT = [404, 10062, 10084]; // MixPay's words for "no such payment"
    private const KNOWN = [10020, 10065, 10084]; // ... for "I have had this trace before"
    private const UNMADE = [2000, 10001, 10002, 10003, 10004, 10005, 10006, 10061, 10063, 10064, 10131]; // ... for "nothing was made"
    private const PASSING = [-1, 0, 1429, 10007, 10008, 10034]; // ... for "try again later"; 0 without a code is nonsense
    private const WORDS = [10004 => 'price_too_low', 10005 => 'price_too_high', 10006 => 'price_too_high'];
    private const OPEN = ['unpaid', 'confirming', 'paid_less', 'pending', 'auditing'];
    private const SHOWN = ['quoteSymbol', 'payableAmount', 'payableSymbol', 'paymentAmount', 'paymentSymbol', 'confirmations',
        'requiredConfirms', 'txid', 'blockExplorerUrl', 'failureCode', 'surplusAmount', 'surplusStatus'];

    private const TABLES = [
        // One row for each attempt to pay an order. None is ever deleted, and its terms never change.
        'CREATE TABLE IF NOT EXISTS mixpay_payments (trace_id VARCHAR(36) PRIMARY KEY, order_id VARCHAR(36) NOT NULL,
            attempt INT NOT NULL, item VARCHAR(200) NOT NULL, amount VARCHAR(40) NOT NULL, asset VARCHAR(36) NOT NULL,
            body TEXT NOT NULL, state VARCHAR(12) NOT NULL, code VARCHAR(64) NOT NULL, claimed_until BIGINT NOT NULL,
            expires_at BIGINT NOT NULL, asked_at BIGINT NOT NULL, heard_at BIGINT NOT NULL, status VARCHAR(12) NOT NULL,
            result TEXT NOT NULL, UNIQUE (order_id, attempt))',
        // What is paid: the goods of these orders go out, of each once.
        'CREATE TABLE IF NOT EXISTS mixpay_releases (order_id VARCHAR(36) PRIMARY KEY, trace_id VARCHAR(36) NOT NULL)',
        // The requests of the last minute; of kind "pause", until when MixPay's 1429 forbids requests.
        'CREATE TABLE IF NOT EXISTS mixpay_calls (kind VARCHAR(8) NOT NULL, at BIGINT NOT NULL)',
    ];

    private readonly string $origin;

    /**
     * @param array{payeeId: string, settlementAssetId: string, secret: string, endpoint: string, api: string, checkout: string, origins: list<string>} $settings
     * @param Closure(array<string, string>, string): array{orderId: string, quoteAmount: string, quoteAssetId: string, item?: string, closed?: bool} $order
     *        the price of what is asked, or throws a MixPayRefusal; `closed`: paid otherwise, or not to be paid any more
     * @param Closure(array<string, mixed>): bool $fits whether a payment, as it was agreed, is still what its order costs
     * @param Closure(string, array<string, mixed>): void $tell gets "paid" (in the transaction that writes it), "review" and "trouble"
     */
    public function __construct(
        private readonly PDO $db,
        private readonly array $settings,
        private readonly Closure $order,
        private readonly Closure $fits,
        private readonly Closure $tell,
    ) {
        $this->origin = self::originOf($settings['endpoint']);
        if (strlen($settings['secret']) < 32) throw new LogicException('The secret: expected at least 32 characters, received fewer.');
        if (self::key($settings['payeeId']) === '') throw new LogicException('The payee: expected your MixPay account, received nothing.');
        if (self::isLoopback($settings['api']) && !self::isLoopback($settings['endpoint']))
            throw new LogicException('A public shop against a sandbox would be paid in play money: name https://api.mixpay.me.');
        $db->setAttribute(PDO::ATTR_ERRMODE, PDO::ERRMODE_EXCEPTION);
        $db->setAttribute(PDO::ATTR_DEFAULT_FETCH_MODE, PDO::FETCH_ASSOC);
        $mysql = $db->getAttribute(PDO::ATTR_DRIVER_NAME) === 'mysql';
        // MySQL would lock rows that are only counted, and take "Order-1" for "order-1".
        if ($mysql) $db->exec('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED');
        foreach (self::TABLES as $table) $db->exec($table . ($mysql ? ' ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin' : ''));
    }

    // ── From the page, and from MixPay ──────────────────────────────────────────────────────────────────────────────

    /**
     * One request: POST creates, ?status=… tells, ?callback=… is MixPay's hint to look.
     * @param array<string, string> $headers names in lower case
     * @return array{int, array<string, string>, string} status, headers, body
     */
    public function handle(string $method, array $query, array $headers, string $body): array
    {
        $header = static fn (string $name): string => trim($headers[$name] ?? '');
        $isForm = self::mediaType($header) === 'application/x-www-form-urlencoded';
        $accept = $header('accept');
        $isPage = $isForm && !str_contains($accept, 'application/json') && preg_match('~^$|text/html|\*/\*~', $accept) === 1;
        $common = ['Cache-Control' => 'no-store', 'Referrer-Policy' => 'no-referrer', 'X-Content-Type-Options' => 'nosniff',
            'Vary' => 'Origin', 'Content-Type' => 'application/json'];
        $allow = isset($query['status']) ? 'GET, OPTIONS' : 'POST, OPTIONS';
        if ($this->isOwn($header('origin'))) {
            $common += ['Access-Control-Allow-Origin' => $header('origin'), 'Access-Control-Allow-Credentials' => 'true',
                'Access-Control-Expose-Headers' => 'Retry-After'];
            if ($method === 'OPTIONS') {
                $asked = preg_match('/^[A-Za-z0-9, _-]{1,500}$/', $header('access-control-request-headers')) === 1;
                $common += ['Access-Control-Allow-Methods' => $allow, 'Access-Control-Max-Age' => '600',
                    'Access-Control-Allow-Headers' => $asked ? $header('access-control-request-headers') : 'content-type, idempotency-key'];
            }
        }
        try {
            if ($method === 'OPTIONS') return [204, ['Allow' => $allow] + $common, ''];
            if (!str_starts_with($allow, "$method,")) throw new MixPayRefusal(405, 'method_not_allowed', "$method is not possible here.");
            if (strlen($body) > 16_384) throw new MixPayRefusal(413, 'too_large', 'The request is longer than 16384 bytes.');
            if (isset($query['status'])) return [200, $common, self::json($this->status((string) $query['status']))];
            if (isset($query['callback'])) return [200, $common, self::json($this->callback((string) $query['callback']))];
            $this->checkPoster($header, $isForm);
            $created = $this->create($header, $body, $isForm);
            if (!$isPage) return [200, $common, self::json($created)];
            return [303, ['Location' => $this->settings['checkout'] . $created['code']] + $common, ''];
        } catch (MixPayRefusal $refusal) {
        } catch (Throwable $error) {
            $this->trouble(self::nameOf($error));
            $refusal = new MixPayRefusal(500, 'internal_error', 'Something went wrong in the shop.');
        }
        if ($refusal->status === 405) $common['Allow'] = $allow;
        if ($refusal->retryAfter > 0) $common['Retry-After'] = (string) $refusal->retryAfter;
        if ($isPage) return [$refusal->status, ['Content-Type' => 'text/html; charset=utf-8'] + $common, $this->page($refusal)];
        $problem = ['type' => "urn:mixpay-button:$refusal->word", 'title' => $refusal->getMessage(), 'status' => $refusal->status,
            'code' => $refusal->word] + $refusal->members;
        return [$refusal->status, ['Content-Type' => 'application/problem+json'] + $common, self::json($problem)];
    }

    /** Who may post. A browser says where a request comes from, and no page can forge that. */
    private function checkPoster(Closure $header, bool $isForm): void
    {
        $site = $header('sec-fetch-site');
        $origin = $header('origin');
        $noBrowser = $site === '' && $origin === ''; // a form of another site's could come from an old one
        if ($site === 'same-origin' || $this->isOwn($origin) || ($noBrowser && !$isForm)) return;
        throw new MixPayRefusal(403, 'foreign_origin', 'Payments may not be started from this site.');
    }

    /** @return array<string, string> what the page opens and asks */
    private function create(Closure $header, string $body, bool $isForm): array
    {
        $asked = $this->readAsked($header, $body, $isForm);
        $nonce = $asked['traceId'] ?? substr($header('idempotency-key'), 0, 255);
        $order = ($this->order)($asked, $nonce === '' ? bin2hex(random_bytes(16)) : strtolower($nonce));
        // Where MixPay's page may send the payer afterwards: checked to be the shop's own, and no proof of anything.
        $order += ['item' => '', 'returns' => array_intersect_key($asked, ['returnTo' => 0, 'failedReturnTo' => 0])];
        $price = is_string($order['quoteAmount']) ? self::plain($order['quoteAmount']) : null;
        $order['quoteAmount'] = $price ?? throw new LogicException('quoteAmount: expected a decimal as a string, such as "10.50"');
        // The page shows one price and the shop names another: the payer must see it before anything is created.
        $same = !isset($asked['quoteAmount']) || self::plain($asked['quoteAmount']) === $order['quoteAmount'];
        if (!$same || strcasecmp($asked['quoteAssetId'] ?? $order['quoteAssetId'], $order['quoteAssetId']) !== 0)
            throw new MixPayRefusal(409, 'price_changed', 'The price has changed.',
                ['quoteAmount' => $order['quoteAmount'], 'quoteAssetId' => $order['quoteAssetId']]);
        $payment = $this->payable($order);
        return ['code' => $payment['code'], 'traceId' => $payment['trace_id'], 'orderId' => $payment['order_id'],
            'quoteAmount' => $payment['amount'], 'quoteAssetId' => $payment['asset'], 'expiresAt' => self::iso($payment['expires_at']),
            'statusUrl' => $this->statusUrl($payment), 'now' => self::iso(self::now()),
            // A sandbox shows its codes below its own address. MixPay's own page does not know them.
            'sandbox' => str_starts_with($this->settings['checkout'], "{$this->settings['api']}/")];
    }

    /** @return array<string, string> the order's fields; whatever else was posted is ignored */
    private function readAsked(Closure $header, string $body, bool $isForm): array
    {
        if (!$isForm && self::mediaType($header) !== 'application/json')
            throw new MixPayRefusal(415, 'unsupported_media_type', 'The request is neither JSON nor a form.');
        if ($isForm) parse_str($body, $fields);
        else $fields = json_decode($body, true);
        if (!is_array($fields) || (!$isForm && !str_starts_with(ltrim($body), '{')))
            throw new MixPayRefusal(400, 'bad_request', 'The request is not a JSON object.');
        $asset = '/^([a-z]{3}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i';
        $rules = ['orderId' => '/^[A-Za-z0-9_-]{6,36}$/D', 'item' => '/^.{0,200}$/Dus', 'quoteAmount' => '/[1-9]/', 'quoteAssetId' => $asset,
            'traceId' => '/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/Di', 'returnTo' => '/^/', 'failedReturnTo' => '/^/'];
        $asked = [];
        foreach ($rules as $name => $rule) {
            $value = $fields[$name] ?? null;
            if ($value === null || ($isForm && $value === '')) continue;
            $holds = is_string($value) && preg_match($rule, $value) === 1 && ($name !== 'quoteAmount' || self::plain($value) !== null);
            if ($holds && str_ends_with($name, 'eturnTo')) $holds = $this->isOwn(self::originOf($value));
            if (!$holds) throw new MixPayRefusal(422, 'invalid_field', "$name breaks its rule.", ['field' => $name]);
            $asked[$name] = $value;
        }
        return $asked;
    }

    /** @return array<string, mixed> the payer's view */
    private function status(string $token): array
    {
        [$orderId, $attempt] = $this->opened('status', $token) ?? throw new MixPayRefusal(404, 'not_found', 'This payment is not known here.');
        $payment = $this->find($orderId, $attempt) ?? throw new MixPayRefusal(410, 'forgotten', 'This payment is no longer known here.');
        $payment = $this->glance($payment);
        if ($payment['state'] === 'superseded' && !self::isUnderWay($payment))
            throw new MixPayRefusal(410, 'superseded', 'This payment link has been replaced.');
        $told = json_decode($payment['result'], true);
        $status = match ($payment['state']) {
            'paid' => 'success',
            'failed' => 'failed',
            // A person has to look. Where MixPay calls it failed, the payer is told so, with what has arrived.
            'review' => $payment['status'] === 'failed' ? 'failed' : 'auditing',
            default => $payment['status'] === '' ? 'unpaid' : $payment['status'],
        };
        return ['status' => $status, 'quoteAmount' => $payment['amount'], 'quoteAssetId' => $payment['asset']] + $told
            + ['expiresAt' => self::iso($payment['expires_at']), 'now' => self::iso(self::now())];
    }

    /** Unsigned, and without a result: so its body is not read. Which payment it is about is in the address. */
    private function callback(string $token): array
    {
        [$orderId, $attempt] = $this->opened('callback', $token) ?? throw new MixPayRefusal(404, 'not_found', 'This callback is not known here.');
        $payment = $this->find($orderId, $attempt);
        $known = false;
        if ($payment !== null) [$payment, $known] = $this->look($payment, 'callback');
        // After anything but SUCCESS, MixPay calls again.
        if (!$known) throw new MixPayRefusal(503, 'not_yet', 'What MixPay knows of this payment could not be read now.', [], 15);
        return ['code' => 'SUCCESS'];
    }

    /** For cron, each minute: asks for payments that may have been paid without a callback or a page. */
    public function sweep(): int
    {
        // Watched until MixPay was asked after deadline and grace, so that a server that was down for a day catches up.
        $due = $this->query("SELECT * FROM mixpay_payments WHERE state IN ('creating', 'open', 'superseded')
            AND (status NOT IN ('', 'unpaid') OR heard_at < expires_at + ?) ORDER BY asked_at LIMIT 30", [self::GRACE])->fetchAll();
        foreach ($due as $payment) {
            try {
                $this->look($payment, 'sweep');
            } catch (MixPayRefusal) {
                // The next sweep tries it again.
            } catch (Throwable $error) {
                // A shop that could not be told, say: the other orders do not wait for it.
                $this->trouble(self::nameOf($error));
            }
        }
        return count($due);
    }

    /** The text of most errors may hold addresses. */
    private static function nameOf(Throwable $error): string
    {
        return ($error instanceof LogicException ? $error->getMessage() : $error::class) . " in line {$error->getLine()}";
    }

    /** Where the shop cannot hear even that, nothing else is to fail for it. */
    private function trouble(string $error): void
    {
        try {
            ($this->tell)('trouble', ['error' => $error]);
        } catch (Throwable) {
            error_log("trouble: $error");
        }
    }

    // ── One order, one payment ──────────────────────────────────────────────────────────────────────────────────────

    /**
     * The order's payment that can be paid now: the one it has, or the next. Each step looks at what is stored and brings it
     * further, so that it does not matter which other processes do the same. At most one create is sent.
     */
    private function payable(array $order): array
    {
        $sent = false;
        for ($patience = self::now() + self::PATIENCE; self::now() < $patience;) {
            $this->refuseSettled($order['orderId']);
            if ($order['closed'] ?? false) throw new MixPayRefusal(409, 'order_closed', 'This order can no longer be paid.');
            $payment = $this->query('SELECT * FROM mixpay_payments WHERE order_id = ? ORDER BY attempt DESC LIMIT 1', [$order['orderId']])
                ->fetch() ?: null;
            if ($payment === null || in_array($payment['state'], ['failed', 'superseded'], true)) {
                if ($sent) throw new MixPayRefusal(503, 'attempt_ended', 'The earlier payment link has ended. Please try again.', [], 1);
                $sent = $this->begin($order, ($payment['attempt'] ?? 0) + 1);
                continue;
            }
            $same = $payment['amount'] === $order['quoteAmount'] && $payment['item'] === $order['item']
                && strcasecmp($payment['asset'], $order['quoteAssetId']) === 0;
            $late = self::now() - $payment['expires_at'];
            if ($payment['state'] === 'creating' && $payment['claimed_until'] > self::now()) {
                usleep(50_000); // another click is being answered; its payment will be this one's
                continue;
            }
            if ($payment['state'] === 'creating' && $same && $late < -60_000) {
                if ($sent) break;
                $sent = $this->sendAgain($payment);
                continue;
            }
            $usable = $payment['state'] === 'open' && $same;
            if ($usable && $late < 0) {
                if (!$sent) $payment = $this->glance($payment);
                if ($payment['state'] === 'open') return $payment;
                continue;
            }
            [$payment, $known] = $this->look($payment, 'create');
            if (!in_array($payment['state'], ['creating', 'open'], true)) continue;
            if (self::isUnderWay($payment)) return $usable ? $payment : throw $this->alreadyPaid($payment);
            if (!$known) throw self::busy(2); // nothing is replaced that may just have been paid
            if ($usable && $late < self::GRACE)
                throw new MixPayRefusal(503, 'just_expired', 'The last payment link has just expired.', [], intdiv(self::GRACE - $late, 1000) + 1);
            $this->query("UPDATE mixpay_payments SET state = 'superseded' WHERE trace_id = ? AND state = ?",
                [$payment['trace_id'], $payment['state']]);
        }
        throw self::busy(1);
    }

    /** Paid, being paid by a link that was replaced, or waiting for a person: no further code. */
    private function refuseSettled(string $orderId): void
    {
        $settled = $this->query("SELECT * FROM mixpay_payments WHERE order_id = ? AND (state IN ('paid', 'review')
            OR (state = 'superseded' AND status NOT IN ('', 'unpaid'))) ORDER BY attempt LIMIT 1", [$orderId])->fetch();
        if ($settled !== false) throw $this->alreadyPaid($settled);
    }

    /** Writes the next attempt down, then sends it. False where another click was faster. */
    private function begin(array $order, int $attempt): bool
    {
        if ($attempt > self::MOST_ATTEMPTS) throw new MixPayRefusal(409, 'order_closed', 'This order can no longer be paid.');
        ['orderId' => $orderId, 'quoteAmount' => $amount, 'quoteAssetId' => $asset, 'item' => $item] = $order;
        ['payeeId' => $payee, 'settlementAssetId' => $settlement, 'endpoint' => $endpoint] = $this->settings;
        $expires = self::now() + self::LIFETIME;
        // Nobody without the secret can guess it, and the same order at the same price has the same one, should the store be lost.
        $trace = self::uuid($this->mac('trace', self::key($payee), $orderId, strtolower($asset), $amount, strtolower($settlement), $attempt));
        $body = ['payeeId' => $payee, 'quoteAmount' => $amount, 'quoteAssetId' => $asset, 'settlementAssetId' => $settlement,
            'traceId' => $trace, 'expiredTimestamp' => intdiv($expires, 1000)] + $order['returns'];
        // MixPay cannot reach a machine without a public address; a sandbox runs on the same machine.
        if (!self::isLoopback($endpoint) || self::isLoopback($this->settings['api']))
            $body += ['callbackEvent' => 'pending|paid_less', 'callbackUrl' => "$endpoint?callback=$orderId.$attempt." . self::base64url($this->mac('callback', $orderId, $attempt))];
        $payment = ['trace_id' => $trace, 'order_id' => $orderId, 'attempt' => $attempt, 'item' => $item, 'amount' => $amount,
            'asset' => $asset, 'body' => self::json($body), 'state' => 'creating', 'code' => '', 'claimed_until' => self::now() + self::CLAIM,
            'expires_at' => $expires, 'asked_at' => 0, 'heard_at' => 0, 'status' => '', 'result' => '{}'];
        try {
            $this->query('INSERT INTO mixpay_payments (' . implode(', ', array_keys($payment)) . ') VALUES ('
                . implode(', ', array_fill(0, count($payment), '?')) . ')', array_values($payment));
        } catch (PDOException $error) {
            if (!str_starts_with((string) $error->getCode(), '23')) throw $error; // 23: somebody else has just written this attempt
            return false;
        }
        $this->send($payment);
        return true;
    }

    /** A create whose answer was lost: the identical body again. False where another click was faster. */
    private function sendAgain(array $payment): bool
    {
        $claimed = $this->query("UPDATE mixpay_payments SET claimed_until = ? WHERE trace_id = ? AND state = 'creating' AND claimed_until = ?",
            [self::now() + self::CLAIM, $payment['trace_id'], $payment['claimed_until']])->rowCount();
        if ($claimed === 1) $this->send($payment);
        return $claimed === 1;
    }

    private function send(array $payment): void
    {
        $trace = $payment['trace_id'];
        try {
            $answer = $this->ask('create', 'POST', '/v1/one_time_payment', $payment['body']);
            $code = $answer['data']['code'] ?? null;
            if (($answer['success'] ?? null) === true && is_string($code) && preg_match('/^[A-Za-z0-9_-]{1,64}$/D', $code) === 1) {
                $this->open($trace, $code);
                return;
            }
            $api = is_int($answer['code'] ?? null) ? $answer['code'] : -1;
            if (in_array($api, self::PASSING, true)) throw self::unavailable();
            // Refused for good, or MixPay has had this trace before: the payment's result decides.
            $result = $this->result($payment, 'create');
            if ($result !== null) {
                $now = $this->settle($payment, $result);
                if ($now['state'] === 'creating' && $api !== 10065) $this->open($trace, $trace); // MixPay makes the trace the code
                elseif ($now['state'] === 'creating') $this->end($trace, 'superseded');
            } else {
                // A trace that MixPay may have had could be paid by whoever has its link: watched as one that was replaced.
                $this->end($trace, in_array($api, self::UNMADE, true) ? 'failed' : 'superseded');
                if (!in_array($api, self::KNOWN, true))
                    throw new MixPayRefusal(isset(self::WORDS[$api]) ? 422 : 502, self::WORDS[$api] ?? 'mixpay_refused',
                        'The payment service did not take this order.', ['apiCode' => $api]);
            }
        } catch (MixPayRefusal $refusal) {
            // Nothing is known: the next click sends the same again.
            $this->query("UPDATE mixpay_payments SET claimed_until = 0 WHERE trace_id = ? AND state = 'creating'", [$trace]);
            throw $refusal;
        }
    }

    private function open(string $trace, string $code): void
    {
        $this->query("UPDATE mixpay_payments SET state = 'open', code = ? WHERE trace_id = ? AND state = 'creating'", [$code, $trace]);
    }

    private function end(string $trace, string $state): void
    {
        $this->query("UPDATE mixpay_payments SET state = ? WHERE trace_id = ? AND state = 'creating'", [$state, $trace]);
    }

    private function alreadyPaid(array $payment): MixPayRefusal
    {
        return new MixPayRefusal(409, 'already_paid', 'This order has been paid.',
            ['statusUrl' => $this->statusUrl($payment), 'orderId' => $payment['order_id']]);
    }

    // ── What became of a payment, read from MixPay ──────────────────────────────────────────────────────────────────

    /**
     * Reads what became of a payment, at most once in two seconds: of all pages and callbacks, one asks. A page takes what is
     * known; a callback, and a click that needs the truth, wait for their turn.
     * @return array{array<string, mixed>, bool} the payment, and whether MixPay was asked just now
     */
    private function look(array $payment, string $lane): array
    {
        $began = self::now();
        $gap = $lane === 'poll' ? 4_000 : 2_000;
        for ($now = $began; $now < $began + self::PATIENCE; $now = self::now()) {
            if (!self::isWatched($payment)) return [$payment, true];
            // abs(): a clock set back must not stop the reads.
            if (abs($now - $payment['asked_at']) >= $gap) {
                $claimed = $this->query('UPDATE mixpay_payments SET asked_at = ? WHERE trace_id = ? AND asked_at = ?',
                    [$now, $payment['trace_id'], $payment['asked_at']])->rowCount();
                if ($claimed === 1) return [$this->settle($payment, $this->result($payment, $lane)), true];
            }
            if ($lane === 'poll') return [$payment, false];
            $recent = $payment['asked_at'] >= ($lane === 'create' ? $now - $gap : $began);
            if ($recent && $payment['heard_at'] >= $payment['asked_at']) return [$payment, true];
            usleep(50_000);
            $payment = $this->find($payment['order_id'], $payment['attempt']);
        }
        return [$payment, false];
    }

    /** The same, but where MixPay gives no answer the payer gets what is known already. */
    private function glance(array $payment): array
    {
        try {
            return $this->look($payment, 'poll')[0];
        } catch (MixPayRefusal) {
            return $payment;
        }
    }

    /** @return array<string, mixed>|null null where MixPay knows no such trace */
    private function result(array $payment, string $lane): ?array
    {
        $path = '/v1/payments_result?with=payment,transactions&traceId=' . $payment['trace_id'];
        $answer = $this->ask($lane, 'GET', $path);
        if (in_array($answer['code'] ?? 0, self::ABSENT, true) || (($answer['success'] ?? null) === true && empty($answer['data']))) return null;
        $data = $answer['data'] ?? null;
        if (($answer['success'] ?? null) !== true || !is_array($data) || !is_string($data['status'] ?? null)) throw self::unavailable();
        return $data;
    }

    /** Writes down what MixPay said. An end is never taken back; an order is released once. */
    private function settle(array $payment, ?array $data): array
    {
        $trace = $payment['trace_id'];
        if ($data === null) { // nothing is known there at this moment: money that was seen before has not gone
            $this->query("UPDATE mixpay_payments SET heard_at = ? WHERE trace_id = ? AND state IN ('creating', 'open', 'superseded')", [self::now(), $trace]);
            return $this->find($payment['order_id'], $payment['attempt']);
        }
        $status = $data['status'];
        // A status that this file does not know counts as pending, never as success.
        if (!in_array($status, [...self::OPEN, 'success', 'failed'], true)) $status = 'pending';
        $last = is_array($data['transactions'] ?? null) ? (end($data['transactions']) ?: []) : [];
        $told = [];
        foreach (self::SHOWN as $name) {
            $value = $data[$name] ?? $last[$name] ?? null;
            if (is_string($value) || is_int($value)) $told[$name] = $value;
        }
        $state = null;
        if (!$this->isAbout($data, $payment, in_array($status, ['success', 'failed'], true))) {
            [$state, $status, $told] = ['review', 'auditing', []]; // a result about another payment is not shown
        } elseif ($status === 'success') {
            $state = $payment['state'] !== 'superseded' && ($this->fits)($payment) ? 'paid' : 'review';
        } elseif ($status === 'failed') {
            $money = preg_match('/[1-9]/', (string) ($told['paymentAmount'] ?? '')) === 1 || ($told['txid'] ?? '') !== '' || $last !== []
                || in_array((string) ($told['failureCode'] ?? ''), ['40020', '40024', '40025', '10095'], true);
            $state = $money ? 'review' : 'failed';
        }
        $heard = [$status, self::json((object) $told), self::now(), $trace];
        if ($state === null) {
            $this->query("UPDATE mixpay_payments SET status = ?, result = ?, heard_at = ? WHERE trace_id = ?
                AND state IN ('creating', 'open', 'superseded')", $heard);
            return $this->find($payment['order_id'], $payment['attempt']);
        }
        $this->db->beginTransaction();
        try {
            // The first statement writes, so that the row is this transaction's in SQLite as in MySQL.
            $won = $this->query("UPDATE mixpay_payments SET status = ?, result = ?, heard_at = ?, state = ? WHERE trace_id = ? AND state = ?",
                [...array_slice($heard, 0, 3), $state, $trace, $payment['state']])->rowCount() === 1;
            if ($won && $state === 'paid') {
                $released = $this->query('INSERT INTO mixpay_releases (order_id, trace_id) SELECT ?, ? FROM (SELECT 1) AS one
                    WHERE NOT EXISTS (SELECT 1 FROM mixpay_releases WHERE order_id = ?)', [$payment['order_id'], $trace, $payment['order_id']])->rowCount() === 1;
                $state = $released ? 'paid' : 'review'; // paid twice
                if (!$released) $this->query("UPDATE mixpay_payments SET state = 'review' WHERE trace_id = ?", [$trace]);
            }
            if ($won && $state !== 'failed') ($this->tell)($state, $payment);
            $this->db->commit();
        } catch (Throwable $error) {
            $this->db->rollBack();
            throw $error;
        }
        $latest = $this->find($payment['order_id'], $payment['attempt']);
        // Replaced at this very moment: the same result, for what is now a replaced link.
        return $won || !self::isWatched($latest) ? $latest : $this->settle($latest, $data);
    }

    /** Whether a result is this payment's: what is named must fit, and of an end all must be named. */
    private function isAbout(array $data, array $payment, bool $ended): bool
    {
        $amount = $data['quoteAmount'] ?? null;
        $same = [
            'traceId' => strcasecmp((string) ($data['traceId'] ?? ''), $payment['trace_id']) === 0,
            'payeeId' => self::key((string) ($data['payeeId'] ?? '')) === self::key($this->settings['payeeId']),
            'quoteAssetId' => strcasecmp((string) ($data['quoteAssetId'] ?? ''), $payment['asset']) === 0,
            'quoteAmount' => is_string($amount) && self::plain($amount) === $payment['amount'], // "10.00000000" is "10"
        ];
        foreach ($same as $name => $holds) if (!$holds && ($ended || isset($data[$name]))) return false;
        return true;
    }

    private static function isWatched(array $payment): bool
    {
        return in_array($payment['state'], ['creating', 'open', 'superseded'], true);
    }

    private static function isUnderWay(array $payment): bool
    {
        return !in_array($payment['status'], ['', 'unpaid'], true);
    }

    // ── MixPay's API ────────────────────────────────────────────────────────────────────────────────────────────────

    /** @return array<string, mixed> MixPay's envelope, whatever it says */
    private function ask(string $lane, string $method, string $path, string $body = ''): array
    {
        $now = self::now();
        $this->query('DELETE FROM mixpay_calls WHERE at < ? OR at > ?', [$now - 60_000, $now + 60_000]);
        // Counted and taken in one statement, for other processes count too.
        $leave = $this->query("INSERT INTO mixpay_calls (kind, at) SELECT 'call', ? FROM (SELECT 1) AS one WHERE
            (SELECT COUNT(*) FROM mixpay_calls WHERE kind = 'call') < ? AND NOT EXISTS (SELECT 1 FROM mixpay_calls WHERE kind = 'pause' AND at > ?)",
            [$now, self::LIMITS[$lane], $now])->rowCount();
        if ($leave !== 1) throw self::busy(10);
        $http = ['method' => $method, 'timeout' => self::TIMEOUT, 'ignore_errors' => true, 'follow_location' => 0, 'protocol_version' => 1.1,
            'header' => ['Accept: application/json', 'Connection: close', ...($body === '' ? [] : ['Content-Type: application/json'])],
            'content' => $body];
        $http_response_header = [];
        // The time-out counts anew with each byte, and a read that waits does so for all of them.
        $until = hrtime(true) + self::TIMEOUT * 1e9;
        $stream = @fopen($this->settings['api'] . $path, 'r', false, stream_context_create(['http' => $http]));
        $text = '';
        if ($stream !== false) stream_set_blocking($stream, false);
        while ($stream !== false && !feof($stream) && strlen($text) < 1_000_000 && hrtime(true) < $until) {
            $part = (string) @fread($stream, 65_536);
            if ($part === '') usleep(2_000);
            $text .= $part;
        }
        if ($stream !== false) fclose($stream);
        // Amounts as they were written: a float would round them.
        $text = preg_replace('/("\w+Amount"\s*:\s*)(-?\d[\d.eE+-]*)/', '$1"$2"', $text);
        $answer = json_decode($text ?? '', true);
        $head = implode("\n", $http_response_header);
        $tired = preg_match('~^HTTP/\S+ 429|^x-ratelimit-remaining:\s*0\s*$~mi', $head) === 1 || ($answer['code'] ?? null) === 1429;
        if ($tired) {
            $wait = preg_match('~^retry-after:\s*(\d{1,2})\s*$~mi', $head, $found) === 1 ? max(1, (int) $found[1]) : 20;
            $this->query("INSERT INTO mixpay_calls (kind, at) VALUES ('pause', ?)", [self::now() + min($wait, 59) * 1000]);
        }
        if (is_array($answer) && ($answer['code'] ?? null) !== 1429) return $answer;
        $this->trouble("$method {$this->settings['api']} was not answered, or not as MixPay does: is it running, and can it be reached?");
        throw self::unavailable();
    }

    private static function unavailable(): MixPayRefusal
    {
        return new MixPayRefusal(503, 'mixpay_unavailable', 'The payment service cannot be reached at the moment.', [], 5);
    }

    private static function busy(int $seconds): MixPayRefusal
    {
        return new MixPayRefusal(503, 'busy', 'Too many payments are being started at this moment.', [], $seconds);
    }

    // ── Addresses that only we can make ─────────────────────────────────────────────────────────────────────────────

    /** Relative to the endpoint, so that it holds behind any proxy. */
    private function statusUrl(array $payment): string
    {
        $until = intdiv(max($payment['expires_at'], self::now()), 1000) + 48 * 3600;
        ['order_id' => $orderId, 'attempt' => $attempt] = $payment;
        return "?status=$orderId.$attempt.$until." . self::base64url($this->mac('status', $orderId, $attempt, $until));
    }

    /** @return array{string, int}|null order and attempt of an address of ours that still holds */
    private function opened(string $kind, string $token): ?array
    {
        $until = $kind === 'status' ? '\.([1-9]\d{0,11})' : '()';
        if (preg_match("/^([A-Za-z0-9_-]{6,36})\.([1-9]\d{0,5})$until\.([A-Za-z0-9_-]{43})$/D", $token, $found) !== 1) return null;
        [, $orderId, $attempt, $until, $mac] = $found;
        $fields = $kind === 'status' ? [$orderId, $attempt, $until] : [$orderId, $attempt];
        if (!hash_equals(self::base64url($this->mac($kind, ...$fields)), $mac)) return null;
        return $kind === 'status' && (int) $until * 1000 < self::now() ? null : [$orderId, (int) $attempt];
    }

    /** HMAC-SHA-256 over length-prefixed fields, so that no two lists run together into the same bytes. */
    private function mac(string|int ...$fields): string
    {
        $message = implode(',', array_map(static fn ($field) => strlen((string) $field) . ':' . $field, $fields));
        return hash_hmac('sha256', $message, $this->settings['secret'], true);
    }

    /** The id of a purchase that has none: the same for the same nonce of the page, and another for any other. */
    public function orderIdOf(string $nonce, string $item): string
    {
        return bin2hex(substr($this->mac('order', $nonce, $item), 0, 12));
    }

    // ── Small things ────────────────────────────────────────────────────────────────────────────────────────────────

    private function find(string $orderId, int $attempt): ?array
    {
        return $this->query('SELECT * FROM mixpay_payments WHERE order_id = ? AND attempt = ?', [$orderId, $attempt])->fetch() ?: null;
    }

    private function query(string $sql, array $values): PDOStatement
    {
        $statement = $this->db->prepare($sql);
        foreach (array_values($values) as $at => $value)
            $statement->bindValue($at + 1, $value, is_int($value) ? PDO::PARAM_INT : PDO::PARAM_STR);
        $statement->execute();
        return $statement;
    }

    private function page(MixPayRefusal $refusal): string
    {
        $title = htmlspecialchars($refusal->getMessage(), ENT_QUOTES);
        $price = isset($refusal->members['quoteAmount'])
            ? htmlspecialchars("It is now {$refusal->members['quoteAmount']} {$refusal->members['quoteAssetId']}.", ENT_QUOTES) : '';
        return "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>$title</title>"
            . "<h1>$title</h1><p>$price</p><p><a href=\"$this->origin/\">Back to the shop</a></p></html>";
    }

    private function isOwn(string $origin): bool
    {
        return $origin !== '' && in_array($origin, [$this->origin, ...$this->settings['origins']], true);
    }

    /** The origin of an https address (http on this machine), or nothing. */
    private static function originOf(string $url): string
    {
        $pattern = '~^(https|http(?=://(?:localhost|127\.0\.0\.1|\[::1\])[:/?#]|://(?:localhost|127\.0\.0\.1|\[::1\])$))://([a-z0-9.-]+|\[[0-9a-f:]+\])(:\d+)?(?=[/?#]|$)[^\s\\\\]*$~Di';
        if (preg_match($pattern, $url, $found) !== 1) return '';
        $port = $found[3] ?? '';
        return strtolower("$found[1]://$found[2]") . ($port === (strtolower($found[1]) === 'https' ? ':443' : ':80') ? '' : $port);
    }

    private static function isLoopback(string $url): bool
    {
        return preg_match('~^https?://(localhost|127\.\d+\.\d+\.\d+|\[::1\])(?=[:/]|$)~', $url) === 1;
    }

    private static function mediaType(Closure $header): string
    {
        return strtolower(trim(explode(';', $header('content-type'))[0]));
    }

    /** The one spelling of an amount ("010.500" → "10.5"), or null where it is no plain decimal. */
    public static function plain(string $amount): ?string
    {
        if (preg_match('/^(\d{1,30})(?:\.(\d{1,30}))?$/D', $amount, $found) !== 1) return null;
        [$whole, $fraction] = [ltrim($found[1], '0'), rtrim($found[2] ?? '', '0')];
        return ($whole === '' ? '0' : $whole) . ($fraction === '' ? '' : ".$fraction");
    }

    /** A payee's id in one spelling: MixPay writes it with dashes or without. */
    private static function key(string $payeeId): string
    {
        return strtolower(str_replace('-', '', $payeeId));
    }

    private static function uuid(string $mac): string
    {
        $mac[6] = chr(ord($mac[6]) & 0x0f | 0x40);
        $mac[8] = chr(ord($mac[8]) & 0x3f | 0x80);
        return vsprintf('%s%s-%s-%s-%s-%s%s%s', str_split(bin2hex(substr($mac, 0, 16)), 4));
    }

    private static function base64url(string $bytes): string
    {
        return rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
    }

    private static function json(array|object $value): string
    {
        return json_encode($value, JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES);
    }

    private static function iso(int $time): string
    {
        return gmdate('Y-m-d\TH:i:s', intdiv($time, 1000)) . sprintf('.%03dZ', $time % 1000);
    }

    private static function now(): int
    {
        return (int) (microtime(true) * 1000);
    }
}

// ── Your shop ───────────────────────────────────────────────────────────────────────────────────────────────────────────

// Included by a file of your own, this one ends here.
if (get_included_files()[0] !== __FILE__) return;

$settings = [
    'payeeId' => (string) getenv('MIXPAY_PAYEE_ID'), // who is paid: your MixPay account
    'secret' => (string) getenv('MIXPAY_SECRET'),
    'settlementAssetId' => '4d8c508b-91c5-375b-92b0-ee702ed2dac5', // in what: USDT (ERC-20)
    'endpoint' => 'http://localhost:3000/mixpay.php', // this file's public address
    'origins' => [], // of pages on other hosts that may use it
    // The sandbox. For real payments: https://api.mixpay.me and https://mixpay.me/code/
    'api' => 'http://localhost:4010',
    'checkout' => 'http://localhost:4010/code/',
];

// With `php -S`, all that is not the endpoint is a file of the shop's.
if (PHP_SAPI === 'cli-server' && parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH) !== parse_url($settings['endpoint'], PHP_URL_PATH)) return false;

// They stand for your database, and for the visitor who is signed in.
$orders = ['order-1001' => ['customer' => 'ada', 'total' => '19.90'], 'order-1002' => ['customer' => 'grace', 'total' => '5.00']];
$prices = ['t-shirt-xl' => '25.00'];
$customer = $_COOKIE['customer'] ?? '';

// Or: new PDO('mysql:host=localhost;dbname=shop;charset=utf8mb4', 'user', 'password'), without the lines about SQLite below it.
$db = new PDO('sqlite:' . (getenv('MIXPAY_DATA') ?: throw new LogicException('MIXPAY_DATA: expected the path of a file outside the folder that is served, received nothing.')));
$db->exec('PRAGMA busy_timeout = 5000');
try {
    $db->exec('PRAGMA journal_mode = WAL');
} catch (PDOException) {
    // Another process is changing it, for which SQLite does not wait. It is changed once, for good.
}

$endpoint = new MixPayEndpoint(
    $db,
    $settings,
    // The one place that says what is paid. It checks that this visitor may pay this order, and changes nothing.
    order: function (array $asked, string $nonce) use ($orders, $prices, $customer, &$endpoint): array {
        if (isset($asked['orderId'])) {
            $order = $orders[$asked['orderId']] ?? null;
            if ($order === null || $order['customer'] !== $customer) throw new MixPayRefusal(404, 'order_unknown', 'There is no such order.');
            return ['orderId' => $asked['orderId'], 'quoteAmount' => $order['total'], 'quoteAssetId' => 'usd'];
        }
        // A thing on a static page: each purchase becomes an order of its own.
        $item = $asked['item'] ?? '';
        if (!isset($prices[$item])) throw new MixPayRefusal(404, 'order_unknown', 'There is no such order.');
        return ['orderId' => $endpoint->orderIdOf($nonce, $item), 'item' => $item, 'quoteAmount' => $prices[$item], 'quoteAssetId' => 'usd'];
    },
    // A cart can grow after its code was made. What no longer fits is left to a person.
    fits: fn (array $payment): bool => $payment['item'] !== ''
        || MixPayEndpoint::plain($orders[$payment['order_id']]['total'] ?? '') === $payment['amount'],
    // "paid" is told inside the transaction that releases the order: write here to the same database what is to be shipped, and
    // send no mail, for a transaction can fail. "review" needs a person: paid twice, paid by an old link, failed with money.
    tell: function (string $what, array $payment): void {
        error_log(isset($payment['order_id']) ? "{$payment['order_id']} is $what" : "$what: {$payment['error']}");
    },
);

if (PHP_SAPI === 'cli') {
    if (($argv[1] ?? '') !== 'sweep') exit("expected: php mixpay.php sweep\n");
    exit("{$endpoint->sweep()} payments were looked at\n");
}

$headers = ['content-type' => $_SERVER['CONTENT_TYPE'] ?? ''];
foreach ($_SERVER as $name => $value)
    if (str_starts_with($name, 'HTTP_')) $headers[strtolower(strtr(substr($name, 5), '_', '-'))] = (string) $value;
$body = (string) file_get_contents('php://input', false, null, 0, 16_385);
[$status, $headers, $text] = $endpoint->handle($_SERVER['REQUEST_METHOD'], $_GET, $headers, $body);
http_response_code($status);
foreach ($headers as $name => $value) header("$name: $value");
echo $text;

"""The endpoint of <mixpay-button> in Python 3.9 or newer: one file, the standard library alone, SQLite.

Try it against the sandbox (npx mixpay-button sandbox):

    export MIXPAY_PAYEE_ID=1f9b3c5e-7a2d-4b8c-9e0f-3d6a5c4b2e1f
    export MIXPAY_SECRET=$(openssl rand -base64 32)
    export MIXPAY_DATA=/tmp/mixpay.db
    python3 mixpay.py

The endpoint is a WSGI application: gunicorn, uWSGI, mod_wsgi, Flask and Django can mount it. "Your shop", at the end, is what you
replace. How it works, and the rules it keeps: demo/guides/any-language.md
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import html
import json
import os
import re
import secrets
import sqlite3
import sys
import threading
import time
import urllib.error
import urllib.request
import uuid
from datetime import datetime, timezone
from http.client import HTTPException
from urllib.parse import parse_qsl, urlsplit

LIFETIME = 30 * 60_000  # all times are milliseconds
GRACE = 10 * 60_000  # a payment may still turn up this long after its deadline
CLAIM = 20_000  # longer than a create takes: an older claim belongs to a process that died
PATIENCE = 3_000  # how long a second click waits for the first one's answer
TIMEOUT = 8  # seconds, for one request to MixPay
MOST_ATTEMPTS = 50
LARGEST_BODY = 16_384

# Requests to MixPay in any minute, of the 60 it allows. Who comes first when they run short: creates, then callbacks.
LIMITS = {"create": 50, "callback": 45, "sweep": 40, "poll": 35}

ABSENT = (404, 10062, 10084)  # MixPay's words for "no such payment"
KNOWN = (10020, 10065, 10084)  # ... for "I have had this trace before"
UNMADE = (2000, 10001, 10002, 10003, 10004, 10005, 10006, 10061, 10063, 10064, 10131)  # ... for "nothing was made"
PASSING = (-1, 0, 1429, 10007, 10008, 10034)  # ... for "try again later"; 0 without a code is nonsense
WORDS = {10004: "price_too_low", 10005: "price_too_high", 10006: "price_too_high"}
OPEN = ("unpaid", "confirming", "paid_less", "pending", "auditing")
SHOWN = ("quoteSymbol", "payableAmount", "payableSymbol", "paymentAmount", "paymentSymbol", "confirmations", "requiredConfirms", "txid",
         "blockExplorerUrl", "failureCode", "surplusAmount", "surplusStatus")  # fmt: skip

TABLES = """
-- One row for each attempt to pay an order. None is ever deleted, and its terms never change.
CREATE TABLE IF NOT EXISTS mixpay_payments (trace_id TEXT PRIMARY KEY, order_id TEXT NOT NULL, attempt INTEGER NOT NULL, item TEXT NOT NULL,
  amount TEXT NOT NULL, asset TEXT NOT NULL, body TEXT NOT NULL, state TEXT NOT NULL, code TEXT NOT NULL, claimed_until INTEGER NOT NULL,
  expires_at INTEGER NOT NULL, asked_at INTEGER NOT NULL, heard_at INTEGER NOT NULL, status TEXT NOT NULL, result TEXT NOT NULL,
  UNIQUE (order_id, attempt));
-- What is paid: the goods of these orders go out, of each once.
CREATE TABLE IF NOT EXISTS mixpay_releases (order_id TEXT PRIMARY KEY, trace_id TEXT NOT NULL);
-- The requests of the last minute; of kind "pause", until when MixPay's 1429 forbids requests.
CREATE TABLE IF NOT EXISTS mixpay_calls (kind TEXT NOT NULL, at INTEGER NOT NULL);
"""

ASSET = r"(?i:[a-z]{3}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})"
RULES = {"orderId": r"[A-Za-z0-9_-]{6,36}", "item": r"(?s:.{0,200})", "quoteAmount": r"(?=.*[1-9])\d{1,30}(\.\d{1,30})?", "quoteAssetId": ASSET,
         "traceId": r"(?i:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})", "returnTo": r".+", "failedReturnTo": r".+"}  # fmt: skip


class Refusal(Exception):
    """A request turned down, as the page is told: `word` is what it branches on."""

    def __init__(self, status: int, word: str, title: str, retry_after: int = 0, **members):
        super().__init__(title)
        self.status, self.word, self.title, self.retry_after, self.members = status, word, title, retry_after, members


class Endpoint:
    """
    A WSGI application.
    order(asked, nonce, environ) returns {"orderId", "quoteAmount", "quoteAssetId", "item"?}, or raises a Refusal.
    fits(payment) says whether a payment, as it was agreed, is still what its order costs.
    tell(what, payment, db) is called with "paid" and "review" (in the transaction that writes it), and "trouble".
    """

    def __init__(self, data, payee_id, settlement_asset_id, secret, endpoint, order, fits, tell, api, checkout, origins=()):
        if len(secret) < 32:
            raise ValueError("The secret: expected at least 32 characters, received fewer.")
        if not payee_id:
            raise ValueError("The payee: expected your MixPay account, received nothing.")
        if is_loopback(api) and not is_loopback(endpoint):
            raise ValueError("A public shop against a sandbox would be paid in play money: name https://api.mixpay.me.")
        self.data, self.payee, self.settlement, self.secret = data, payee_id, settlement_asset_id, secret.encode()
        self.endpoint, self.path, self.origin = endpoint, urlsplit(endpoint).path, origin_of(endpoint)
        self.order, self.fits, self.tell = order, fits, tell
        self.api, self.checkout, self.own = api, checkout, {self.origin, *origins}
        self.opener = urllib.request.build_opener(NoRedirect)
        self.local = threading.local()
        self.db.executescript("PRAGMA journal_mode = WAL;" + TABLES)

    @property
    def db(self) -> sqlite3.Connection:
        """A connection for each thread; every statement is written when it returns."""
        if not hasattr(self.local, "db"):
            self.local.db = sqlite3.connect(self.data, timeout=5, isolation_level=None)
            self.local.db.row_factory = sqlite3.Row
        return self.local.db

    # -- From the page, and from MixPay -----------------------------------------------------------------------------------------

    def __call__(self, environ, start_response):
        header = lambda name: environ.get(name, "").strip()
        method, origin = environ["REQUEST_METHOD"], header("HTTP_ORIGIN")
        media_type = header("CONTENT_TYPE").split(";")[0].strip().lower()
        is_form = media_type == "application/x-www-form-urlencoded"
        accept = header("HTTP_ACCEPT")
        is_page = is_form and "application/json" not in accept and bool(re.search(r"^$|text/html|\*/\*", accept))
        headers = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff", "Vary": "Origin",
                   "Content-Type": "application/json"}  # fmt: skip
        kind, token = self.route(environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", ""))
        allow = "GET, OPTIONS" if kind == "status" else "POST, OPTIONS"
        if origin in self.own:
            headers.update({"Access-Control-Allow-Origin": origin, "Access-Control-Allow-Credentials": "true",
                            "Access-Control-Expose-Headers": "Retry-After"})  # fmt: skip
            if method == "OPTIONS":
                asked = header("HTTP_ACCESS_CONTROL_REQUEST_HEADERS")
                asked = asked if re.fullmatch(r"[A-Za-z0-9, _-]{1,500}", asked) else "content-type, idempotency-key"
                headers.update({"Access-Control-Allow-Methods": allow, "Access-Control-Allow-Headers": asked, "Access-Control-Max-Age": "600"})
        try:
            status, text = 200, ""
            body = read_body(environ)
            if kind is None:
                raise Refusal(404, "not_found", "There is nothing at this address.")
            if method == "OPTIONS":
                status, headers["Allow"] = 204, allow
            elif not allow.startswith(method + ","):
                headers["Allow"] = allow
                raise Refusal(405, "method_not_allowed", f"{method} is not possible here.")
            elif body is None:
                raise Refusal(413, "too_large", f"The request is longer than {LARGEST_BODY} bytes.")
            elif kind == "status":
                text = to_json(self.status(token))
            elif kind == "callback":
                text = to_json(self.callback(token))
            else:
                self.check_poster(header("HTTP_SEC_FETCH_SITE"), origin, is_form)
                created = self.create(read_asked(media_type, body, self.own), header("HTTP_IDEMPOTENCY_KEY"), environ)
                if is_page:
                    status, headers["Location"] = 303, self.checkout + created["code"]
                else:
                    text = to_json(created)
        except Exception as error:
            refusal = error
            if not isinstance(error, Refusal):
                self.trouble(f"{type(error).__name__} in line {error.__traceback__.tb_lineno}")
                refusal = Refusal(500, "internal_error", "Something went wrong in the shop.")
            status = refusal.status
            if refusal.retry_after:
                headers["Retry-After"] = str(refusal.retry_after)
            if is_page and kind == "create":
                headers["Content-Type"], text = "text/html; charset=utf-8", self.page(refusal)
            else:
                problem = {"type": f"urn:mixpay-button:{refusal.word}", "title": refusal.title, "status": status, "code": refusal.word}
                headers["Content-Type"], text = "application/problem+json", to_json({**problem, **refusal.members})
        if status in (204, 303):
            del headers["Content-Type"]
        content = text.encode()
        start_response(f"{status} ", [*headers.items(), ("Content-Length", str(len(content)))])
        return [content]

    def route(self, path):
        if path.rstrip("/") == self.path.rstrip("/"):
            return "create", ""
        found = re.fullmatch(re.escape(self.path.rstrip("/")) + r"/(status|callback)/(.*)", path, re.S)
        return (found[1], found[2]) if found else (None, "")

    def check_poster(self, site, origin, is_form):
        """A browser says where a request comes from, and no page can forge that."""
        no_browser = site == "" and origin == ""  # a form of another site's could come from an old one
        if not (site == "same-origin" or origin in self.own or (no_browser and not is_form)):
            raise Refusal(403, "foreign_origin", "Payments may not be started from this site.")

    def create(self, asked, key, environ):
        """What the page opens and asks."""
        nonce = asked.get("traceId") or key[:255] or secrets.token_hex(16)
        # Where MixPay's page may send the payer afterwards: checked to be the shop's own, and no proof of anything.
        returns = {name: asked[name] for name in ("returnTo", "failedReturnTo") if name in asked}
        order = {"item": "", "returns": returns, **self.order(asked, nonce.lower(), environ)}
        order["quoteAmount"] = plain(order["quoteAmount"])
        if order["quoteAmount"] is None:
            raise ValueError("The price is no plain decimal.")
        amount, asset = asked.get("quoteAmount", order["quoteAmount"]), asked.get("quoteAssetId", order["quoteAssetId"])
        # The page shows one price and the shop names another: the payer must see it before anything is created.
        if plain(amount) != order["quoteAmount"] or asset.lower() != order["quoteAssetId"].lower():
            price = {name: order[name] for name in ("quoteAmount", "quoteAssetId")}
            raise Refusal(409, "price_changed", "The price has changed.", **price)
        payment = self.payable(order)
        return {"code": payment["code"], "traceId": payment["trace_id"], "orderId": payment["order_id"], "quoteAmount": payment["amount"],
                "quoteAssetId": payment["asset"], "expiresAt": iso(payment["expires_at"]), "statusUrl": self.status_url(payment),
                # A sandbox shows its codes below its own address. MixPay's own page does not know them.
                "now": iso(now()), "sandbox": self.checkout.startswith(f"{self.api}/")}  # fmt: skip

    def status(self, token):
        """The payer's view."""
        order_id, attempt = self.opened("status", token)
        payment = self.find(order_id, attempt)
        if payment is None:
            raise Refusal(410, "forgotten", "This payment is no longer known here.")
        payment = self.glance(payment)
        state, status = payment["state"], payment["status"]
        if state == "superseded" and not is_under_way(payment):
            raise Refusal(410, "superseded", "This payment link has been replaced.")
        if state == "paid":
            status = "success"
        elif state == "failed":
            status = "failed"
        elif state == "review" and status != "failed":
            status = "auditing"  # a person has to look
        return {**json.loads(payment["result"]), "status": status or "unpaid", "quoteAmount": payment["amount"],
                "quoteAssetId": payment["asset"], "expiresAt": iso(payment["expires_at"]), "now": iso(now())}  # fmt: skip

    def callback(self, token):
        """Unsigned, and without a result: so its body is not read. Which payment it is about is in the address."""
        payment = self.find(*self.opened("callback", token))
        known = payment is not None and self.look(payment, "callback")[1]
        if not known:  # after anything but SUCCESS, MixPay calls again
            raise Refusal(503, "not_yet", "What MixPay knows of this payment could not be read now.", 15)
        return {"code": "SUCCESS"}

    def sweep(self):
        """For a timer, each minute: asks for payments that may have been paid without a callback or a page."""
        # Watched until MixPay was asked after deadline and grace, so that a server that was down for a day catches up.
        due = self.db.execute("""SELECT * FROM mixpay_payments WHERE state IN ('creating', 'open', 'superseded')
            AND (status NOT IN ('', 'unpaid') OR heard_at < expires_at + ?) ORDER BY asked_at LIMIT 30""", [GRACE]).fetchall()
        for payment in due:
            try:
                self.look(payment, "sweep")
            except Refusal:
                pass  # the next sweep tries it again
            except Exception as error:  # a shop that could not be told, say: the other orders do not wait for it
                self.trouble(f"{type(error).__name__} at an order that was to be looked at")

    def trouble(self, error):
        """Where the shop cannot hear even that, nothing else is to fail for it."""
        try:
            self.tell("trouble", {"error": error}, None)
        except Exception:
            print(f"trouble: {error}", file=sys.stderr, flush=True)

    # -- One order, one payment -------------------------------------------------------------------------------------------------

    def payable(self, order):
        """
        The order's payment that can be paid now: the one it has, or the next. Each step looks at what is stored and brings it
        further, so that it does not matter which other processes do the same. At most one create is sent.
        """
        sent = False
        patience = now() + PATIENCE
        while now() < patience:
            self.refuse_settled(order["orderId"])
            payment = self.db.execute("SELECT * FROM mixpay_payments WHERE order_id = ? ORDER BY attempt DESC LIMIT 1", [order["orderId"]]).fetchone()
            if payment is None or payment["state"] in ("failed", "superseded"):
                if sent:
                    raise Refusal(503, "attempt_ended", "The earlier payment link has ended. Please try again.", 1)
                sent = self.begin(order, 1 if payment is None else payment["attempt"] + 1)
                continue
            same = (payment["amount"], payment["item"]) == (order["quoteAmount"], order["item"])
            same = same and payment["asset"].lower() == order["quoteAssetId"].lower()
            late = now() - payment["expires_at"]
            if payment["state"] == "creating" and payment["claimed_until"] > now():
                time.sleep(0.05)  # another click is being answered; its payment will be this one's
                continue
            if payment["state"] == "creating" and same and late < -60_000:
                if sent:
                    break
                sent = self.send_again(payment)
                continue
            usable = payment["state"] == "open" and same
            if usable and late < 0:
                if not sent:
                    payment = self.glance(payment)
                if payment["state"] == "open":
                    return payment
                continue
            payment, known = self.look(payment, "create")
            if payment["state"] not in ("creating", "open"):
                continue
            if is_under_way(payment):
                if usable:
                    return payment
                raise self.already_paid(payment)
            if not known:
                raise busy(2)  # nothing is replaced that may just have been paid
            if usable and late < GRACE:
                raise Refusal(503, "just_expired", "The last payment link has just expired.", (GRACE - late) // 1000 + 1)
            self.db.execute("UPDATE mixpay_payments SET state = 'superseded' WHERE trace_id = ? AND state = ?",
                            [payment["trace_id"], payment["state"]])  # fmt: skip
        raise busy(1)

    def refuse_settled(self, order_id):
        """Paid, being paid by a link that was replaced, or waiting for a person: no further code."""
        settled = self.db.execute("""SELECT * FROM mixpay_payments WHERE order_id = ? AND (state IN ('paid', 'review')
            OR (state = 'superseded' AND status NOT IN ('', 'unpaid'))) ORDER BY attempt LIMIT 1""", [order_id]).fetchone()
        if settled is not None:
            raise self.already_paid(settled)

    def begin(self, order, attempt):
        """Writes the next attempt down, then sends it. False where another click was faster."""
        if attempt > MOST_ATTEMPTS:
            raise Refusal(409, "order_closed", "This order can no longer be paid.")
        order_id, amount, asset = order["orderId"], order["quoteAmount"], order["quoteAssetId"]
        expires = now() + LIFETIME
        # Nobody without the secret can guess it, and the same order at the same price has the same one, should the store be lost.
        mac = self.mac("trace", payee_key(self.payee), order_id, asset.lower(), amount, self.settlement.lower(), attempt)
        trace = str(uuid.UUID(bytes=mac[:16], version=4))
        body = {"payeeId": self.payee, "quoteAmount": amount, "quoteAssetId": asset, "settlementAssetId": self.settlement, "traceId": trace,
                "expiredTimestamp": expires // 1000, **order["returns"]}  # fmt: skip
        # MixPay cannot reach a machine without a public address; a sandbox runs on the same machine.
        if not is_loopback(self.endpoint) or is_loopback(self.api):
            token = f"{order_id}.{attempt}.{base64url(self.mac('callback', order_id, attempt))}"
            body.update(callbackEvent="pending|paid_less", callbackUrl=f"{self.endpoint.rstrip('/')}/callback/{token}")
        row = (trace, order_id, attempt, order["item"], amount, asset, to_json(body), "creating", "", now() + CLAIM, expires, 0, 0, "", "{}")
        try:
            self.db.execute(f"INSERT INTO mixpay_payments VALUES ({', '.join('?' * len(row))})", row)
        except sqlite3.IntegrityError:  # somebody else has just written this attempt
            return False
        self.send(self.find(order_id, attempt))
        return True

    def send_again(self, payment):
        """A create whose answer was lost: the identical body again. False where another click was faster."""
        claimed = self.db.execute("""UPDATE mixpay_payments SET claimed_until = ? WHERE trace_id = ? AND state = 'creating'
            AND claimed_until = ?""", [now() + CLAIM, payment["trace_id"], payment["claimed_until"]]).rowcount
        if claimed == 1:
            self.send(payment)
        return claimed == 1

    def send(self, payment):
        trace = payment["trace_id"]
        change = lambda what, *values: self.db.execute(f"UPDATE mixpay_payments SET {what} WHERE trace_id = ? AND state = 'creating'", [*values, trace])
        try:
            answer = self.ask("create", "POST", "/v1/one_time_payment", payment["body"])
            data = answer.get("data")
            code = data.get("code") if isinstance(data, dict) else None
            if answer.get("success") is True and isinstance(code, str) and re.fullmatch(r"[A-Za-z0-9_-]{1,64}", code):
                change("state = 'open', code = ?", code)
                return
            api = answer.get("code") if isinstance(answer.get("code"), int) else -1
            if api in PASSING:
                raise unavailable()
            # Refused for good, or MixPay has had this trace before: the payment's result decides.
            result = self.result(payment, "create")
            if result is None:
                # A trace that MixPay may have had could be paid by whoever has its link: watched as one that was replaced.
                change("state = ?", "failed" if api in UNMADE else "superseded")
                if api not in KNOWN:
                    word = WORDS.get(api, "mixpay_refused")
                    raise Refusal(422 if api in WORDS else 502, word, "The payment service did not take this order.", apiCode=api)
            elif self.settle(payment, result)["state"] == "creating":
                if api == 10065:
                    change("state = 'superseded'")
                else:
                    change("state = 'open', code = ?", trace)  # MixPay makes the trace the code
        except Refusal:
            change("claimed_until = 0")  # nothing is known: the next click sends the same again
            raise

    def already_paid(self, payment):
        return Refusal(409, "already_paid", "This order has been paid.", statusUrl=self.status_url(payment), orderId=payment["order_id"])

    # -- What became of a payment, read from MixPay -----------------------------------------------------------------------------

    def look(self, payment, lane):
        """
        Reads what became of a payment, at most once in two seconds: of all pages and callbacks, one asks. A page takes what is
        known; a callback, and a click that needs the truth, wait for their turn.
        Returns the payment, and whether MixPay was asked just now.
        """
        began = now()
        gap = 4_000 if lane == "poll" else 2_000
        while now() < began + PATIENCE:
            if not is_watched(payment):
                return payment, True
            # abs(): a clock set back must not stop the reads.
            if abs(now() - payment["asked_at"]) >= gap:
                claimed = self.db.execute("UPDATE mixpay_payments SET asked_at = ? WHERE trace_id = ? AND asked_at = ?",
                                          [now(), payment["trace_id"], payment["asked_at"]]).rowcount  # fmt: skip
                if claimed == 1:
                    return self.settle(payment, self.result(payment, lane)), True
            if lane == "poll":
                return payment, False
            recent = payment["asked_at"] >= (now() - gap if lane == "create" else began)
            if recent and payment["heard_at"] >= payment["asked_at"]:
                return payment, True
            time.sleep(0.05)
            payment = self.find(payment["order_id"], payment["attempt"])
        return payment, False

    def glance(self, payment):
        """The same, but where MixPay gives no answer the payer gets what is known already."""
        try:
            return self.look(payment, "poll")[0]
        except Refusal:
            return payment

    def result(self, payment, lane):
        """None where MixPay knows no such trace."""
        answer = self.ask(lane, "GET", f"/v1/payments_result?with=payment,transactions&traceId={payment['trace_id']}")
        data, success = answer.get("data"), answer.get("success") is True
        if answer.get("code") in ABSENT or (success and not data):
            return None
        if not success or not isinstance(data, dict) or not isinstance(data.get("status"), str):
            raise unavailable()
        return data

    def settle(self, payment, data):
        """Writes down what MixPay said. An end is never taken back; an order is released once."""
        trace, db = payment["trace_id"], self.db
        if data is None:  # nothing is known there at this moment: money that was seen before has not gone
            db.execute("""UPDATE mixpay_payments SET heard_at = ? WHERE trace_id = ? AND state IN ('creating', 'open', 'superseded')""", [now(), trace])
            return self.find(payment["order_id"], payment["attempt"])
        status = data["status"]
        if status not in (*OPEN, "success", "failed"):
            status = "pending"  # a status that this file does not know counts as pending, never as success
        transactions = data.get("transactions")
        last = transactions[-1] if isinstance(transactions, list) and transactions and isinstance(transactions[-1], dict) else {}
        told = {name: last.get(name) if data.get(name) is None else data[name] for name in SHOWN}
        told = {name: value for name, value in told.items() if type(value) in (str, int)}
        state = None
        if not self.is_about(data, payment, status in ("success", "failed")):
            state, status, told = "review", "auditing", {}  # a result about another payment is not shown
        elif status == "success":
            state = "paid" if payment["state"] != "superseded" and self.fits(payment) else "review"
        elif status == "failed":
            money = re.search("[1-9]", str(told.get("paymentAmount", ""))) or told.get("txid") or last
            state = "review" if money or str(told.get("failureCode")) in ("40020", "40024", "40025", "10095") else "failed"
        heard = [status, to_json(told), now()]
        if state is None:
            db.execute("""UPDATE mixpay_payments SET status = ?, result = ?, heard_at = ? WHERE trace_id = ?
                AND state IN ('creating', 'open', 'superseded')""", [*heard, trace])
            return self.find(payment["order_id"], payment["attempt"])
        db.execute("BEGIN IMMEDIATE")
        try:
            won = db.execute("UPDATE mixpay_payments SET status = ?, result = ?, heard_at = ?, state = ? WHERE trace_id = ? AND state = ?",
                             [*heard, state, trace, payment["state"]]).rowcount == 1  # fmt: skip
            if won and state == "paid":
                released = db.execute("INSERT OR IGNORE INTO mixpay_releases VALUES (?, ?)", [payment["order_id"], trace]).rowcount == 1
                if not released:  # paid twice
                    state = "review"
                    db.execute("UPDATE mixpay_payments SET state = 'review' WHERE trace_id = ?", [trace])
            if won and state != "failed":
                self.tell(state, payment, db)
            db.execute("COMMIT")
        except BaseException:
            db.execute("ROLLBACK")
            raise
        latest = self.find(payment["order_id"], payment["attempt"])
        # Replaced at this very moment: the same result, for what is now a replaced link.
        return latest if won or not is_watched(latest) else self.settle(latest, data)

    def is_about(self, data, payment, ended):
        """Whether a result is this payment's: what is named must fit, and of an end all must be named."""
        amount = data.get("quoteAmount")
        same = {
            "traceId": str(data.get("traceId")).lower() == payment["trace_id"],
            "payeeId": payee_key(str(data.get("payeeId"))) == payee_key(self.payee),
            "quoteAssetId": str(data.get("quoteAssetId")).lower() == payment["asset"].lower(),
            "quoteAmount": plain(str(amount)) == payment["amount"],  # "10.00000000" is "10"
        }
        return all(holds or (not ended and data.get(name) is None) for name, holds in same.items())

    # -- MixPay's API -----------------------------------------------------------------------------------------------------------

    def ask(self, lane, method, path, body=None):
        """MixPay's envelope, whatever it says."""
        self.db.execute("DELETE FROM mixpay_calls WHERE at < ? OR at > ?", [now() - 60_000, now() + 60_000])
        # Counted and taken in one statement, for other processes count too.
        leave = self.db.execute("""INSERT INTO mixpay_calls (kind, at) SELECT 'call', :now
            WHERE (SELECT COUNT(*) FROM mixpay_calls WHERE kind = 'call') < :limit
            AND NOT EXISTS (SELECT 1 FROM mixpay_calls WHERE kind = 'pause' AND at > :now)""", {"now": now(), "limit": LIMITS[lane]}).rowcount
        if leave != 1:
            raise busy(10)
        headers = {"Accept": "application/json", **({} if body is None else {"Content-Type": "application/json"})}
        request = urllib.request.Request(self.api + path, None if body is None else body.encode(), headers, method=method)
        began = time.monotonic()
        try:
            try:
                response = self.opener.open(request, timeout=TIMEOUT)
            except urllib.error.HTTPError as error:
                response = error
            with response:
                http, limits = response.status, response.headers
                # Amounts as they were written: a float would round them.
                answer = json.loads(read_soon(response, began + TIMEOUT), parse_float=str)
        except (OSError, ValueError, HTTPException):
            http, limits, answer = getattr(locals().get("response"), "status", 0), getattr(locals().get("response"), "headers", {}), None
        tired = http == 429 or (isinstance(answer, dict) and answer.get("code") == 1429)
        if tired or limits.get("x-ratelimit-remaining") == "0":
            wait = limits.get("retry-after", "")
            wait = min(max(int(wait), 1), 59) if re.fullmatch(r"\d{1,5}", wait) else 20
            self.db.execute("INSERT INTO mixpay_calls (kind, at) VALUES ('pause', ?)", [now() + wait * 1000])
        if isinstance(answer, dict) and not tired:
            return answer
        self.trouble(f"{method} {self.api} was not answered, or not as MixPay does: is it running, and can it be reached?")
        raise unavailable()

    # -- Addresses that only we can make ----------------------------------------------------------------------------------------

    def status_url(self, payment):
        until = max(payment["expires_at"], now()) // 1000 + 48 * 3600
        mac = base64url(self.mac("status", payment["order_id"], payment["attempt"], until))
        return f"{self.path.rstrip('/')}/status/{payment['order_id']}.{payment['attempt']}.{until}.{mac}"

    def opened(self, kind, token):
        """Order and attempt of an address of ours that still holds."""
        until = r"\.([1-9]\d{0,11})" if kind == "status" else "()"
        found = re.fullmatch(r"([A-Za-z0-9_-]{6,36})\.([1-9]\d{0,5})" + until + r"\.([A-Za-z0-9_-]{43})", token, re.A)
        fields = found.groups()[: 3 if kind == "status" else 2] if found else ()
        genuine = found and hmac.compare_digest(base64url(self.mac(kind, *fields)), found[4])
        if not genuine or (kind == "status" and int(found[3]) * 1000 < now()):
            raise Refusal(404, "not_found", "This payment is not known here.")
        return found[1], int(found[2])

    def mac(self, *fields):
        """HMAC-SHA-256 over length-prefixed fields, so that no two lists run together into the same bytes."""
        message = ",".join(f"{len(str(field).encode())}:{field}" for field in fields)
        return hmac.new(self.secret, message.encode(), hashlib.sha256).digest()

    def order_id_of(self, nonce, item):
        """The id of a purchase that has none: the same for the same nonce of the page, and another for any other."""
        return self.mac("order", nonce, item)[:12].hex()

    # -- Small things -----------------------------------------------------------------------------------------------------------

    def find(self, order_id, attempt):
        return self.db.execute("SELECT * FROM mixpay_payments WHERE order_id = ? AND attempt = ?", [order_id, attempt]).fetchone()

    def page(self, refusal):
        title, price = html.escape(refusal.title), ""
        if "quoteAmount" in refusal.members:
            price = html.escape(f"It is now {refusal.members['quoteAmount']} {refusal.members['quoteAssetId']}.")
        return (f'<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title>'
                f'<h1>{title}</h1><p>{price}</p><p><a href="{self.origin}/">Back to the shop</a></p></html>')  # fmt: skip


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None  # another host's answer is not MixPay's


def read_soon(response, until):
    """An answer of MixPay's: not longer than a megabyte, and whole before a time, for the time-out counts anew with each byte."""
    text = b""
    while part := response.read1(65_536):
        text += part
        if len(text) > 1_000_000 or time.monotonic() > until:
            raise OSError("too long, or too slow")
    return text


def read_body(environ):
    """Bytes; None where there are too many, which are read nevertheless, so that the client reads the answer."""
    length = environ.get("CONTENT_LENGTH") or "0"
    length = int(length) if length.isdigit() else 0
    body = environ["wsgi.input"].read(min(length, 1_000_000)) if length else b""
    return None if length > LARGEST_BODY else body


def read_asked(media_type, body, own):
    """The order's fields; whatever else was posted is ignored."""
    is_form = media_type == "application/x-www-form-urlencoded"
    if not is_form and media_type != "application/json":
        raise Refusal(415, "unsupported_media_type", "The request is neither JSON nor a form.")
    try:
        fields = dict(parse_qsl(body.decode())) if is_form else json.loads(body)
    except ValueError:
        fields = None
    if not isinstance(fields, dict):
        raise Refusal(400, "bad_request", "The request is not a JSON object.")
    asked = {name: fields[name] for name in RULES if fields.get(name) is not None}
    for name, value in asked.items():
        holds = isinstance(value, str) and re.fullmatch(RULES[name], value, re.A)
        if not holds or (name.lower().endswith("returnto") and origin_of(value) not in own):
            raise Refusal(422, "invalid_field", f"{name} breaks its rule.", field=name)
    return asked


def origin_of(url):
    """The origin of an https address (http on this machine), or nothing."""
    found = re.fullmatch(r"(https?)://([a-z0-9.-]+|\[[0-9a-f:]+\])(:\d{1,5})?([/?#][^\s\\]*)?", url, re.I | re.A)
    if not found or (found[1].lower() == "http" and not is_loopback(url.lower())):
        return ""
    port = found[3] or ""
    return f"{found[1]}://{found[2]}".lower() + ("" if port == {"http": ":80", "https": ":443"}[found[1].lower()] else port)


def is_loopback(url):
    return re.match(r"https?://(localhost|127\.\d+\.\d+\.\d+|\[::1\])(?=[:/]|$)", url) is not None


def plain(amount):
    """The one spelling of an amount ("010.500" -> "10.5"), or None where it is no plain decimal."""
    found = re.fullmatch(r"(\d{1,30})(?:\.(\d{1,30}))?", amount, re.A)
    if not found:
        return None
    whole, fraction = found[1].lstrip("0") or "0", (found[2] or "").rstrip("0")
    return f"{whole}.{fraction}" if fraction else whole


def is_watched(payment):
    return payment["state"] in ("creating", "open", "superseded")


def is_under_way(payment):
    return payment["status"] not in ("", "unpaid")


def payee_key(payee_id):
    """A payee's id in one spelling: MixPay writes it with dashes or without."""
    return payee_id.replace("-", "").lower()


def unavailable():
    return Refusal(503, "mixpay_unavailable", "The payment service cannot be reached at the moment.", 5)


def busy(seconds):
    return Refusal(503, "busy", "Too many payments are being started at this moment.", seconds)


def base64url(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def to_json(value):
    return json.dumps(value, separators=(",", ":"))


def iso(milliseconds):
    return datetime.fromtimestamp(milliseconds / 1000, timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def now():
    return time.time_ns() // 1_000_000


# -- Your shop ------------------------------------------------------------------------------------------------------------------

# They stand for your database, and for the visitor who is signed in.
ORDERS = {"order-1001": {"customer": "ada", "total": "19.90"}, "order-1002": {"customer": "grace", "total": "5.00"}}
PRICES = {"t-shirt-xl": "25.00"}


def customer_of(environ):
    found = re.search(r"\bcustomer=(\w+)", environ.get("HTTP_COOKIE", ""))
    return found and found[1]


def order(asked, nonce, environ):
    """The one place that says what is paid. It checks that this visitor may pay this order, and changes nothing."""
    if "orderId" in asked:
        found = ORDERS.get(asked["orderId"])
        if found is None or found["customer"] != customer_of(environ):
            raise Refusal(404, "order_unknown", "There is no such order.")
        return {"orderId": asked["orderId"], "quoteAmount": found["total"], "quoteAssetId": "usd"}
    # A thing on a static page: each purchase becomes an order of its own.
    item = asked.get("item", "")
    if item not in PRICES:
        raise Refusal(404, "order_unknown", "There is no such order.")
    return {"orderId": application.order_id_of(nonce, item), "item": item, "quoteAmount": PRICES[item], "quoteAssetId": "usd"}


def fits(payment):
    """A cart can grow after its code was made. What no longer fits is left to a person."""
    found = ORDERS.get(payment["order_id"])
    return payment["item"] != "" or (found is not None and plain(found["total"]) == payment["amount"])


def tell(what, payment, db):
    """
    "paid" is told inside the transaction that releases the order: write what is to be shipped through the same `db`, and send no
    mail, for a transaction can fail. "review" needs a person: paid twice, paid by an old link, failed with money.
    """
    print(f"{payment['order_id']} is {what}" if db else f"{what}: {payment['error']}", file=sys.stderr, flush=True)


application = Endpoint(
    data=os.environ["MIXPAY_DATA"],
    payee_id=os.environ["MIXPAY_PAYEE_ID"],  # who is paid: your MixPay account
    secret=os.environ["MIXPAY_SECRET"],
    settlement_asset_id="4d8c508b-91c5-375b-92b0-ee702ed2dac5",  # in what: USDT (ERC-20)
    endpoint="http://localhost:3000/api/mixpay",  # its public address
    origins=[],  # of pages on other hosts that may use it
    # The sandbox. For real payments: https://api.mixpay.me and https://mixpay.me/code/
    api="http://localhost:4010",
    checkout="http://localhost:4010/code/",
    order=order,
    fits=fits,
    tell=tell,
)


def sweep_for_ever():
    while True:
        try:
            application.sweep()
        except Exception as error:
            application.trouble(f"{type(error).__name__} in the sweep")
        time.sleep(60)


if __name__ == "__main__":
    from socketserver import ThreadingMixIn
    from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

    class Server(ThreadingMixIn, WSGIServer):
        daemon_threads = True
        request_queue_size = 128

    class Quiet(WSGIRequestHandler):
        def log_message(self, *_):
            pass  # its lines hold addresses that are secret

    threading.Thread(target=sweep_for_ever, daemon=True).start()
    address = urlsplit(application.endpoint)
    make_server(address.hostname, address.port, application, Server, Quiet).serve_forever()

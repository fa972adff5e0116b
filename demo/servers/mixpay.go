// The endpoint of <mixpay-button> in Go 1.19 or newer: one file, the standard library alone; orders are kept as files in a folder.
// For Linux, macOS and BSD (it locks with flock).
//
// Try it against the sandbox (npx mixpay-button sandbox):
//
//	export MIXPAY_PAYEE_ID=1f9b3c5e-7a2d-4b8c-9e0f-3d6a5c4b2e1f
//	export MIXPAY_SECRET=$(openssl rand -base64 32)
//	export MIXPAY_DATA=/tmp/mixpay
//	go run mixpay.go
//
// "Your shop", at the end, is what you replace. How it works, and the rules it keeps: demo/guides/any-language.md
package main

import (
	"bytes"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io"
	"log"
	"mime"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
	"unicode/utf8"
)

const (
	lifetime      = 30 * 60_000 // all times are milliseconds
	grace         = 10 * 60_000 // a payment may still turn up this long after its deadline
	claim         = 20_000      // longer than a create takes: an older claim belongs to a process that died
	patience      = 3_000       // how long a second click waits for the first one's answer
	timeout       = 8 * time.Second
	mostAttempts  = 50
	largestBody   = 16_384
	largestAnswer = 1_000_000
)

// Requests to MixPay in any minute, of the 60 it allows. Who comes first when they run short: creates, then callbacks.
var limits = map[string]int{"create": 50, "callback": 45, "sweep": 40, "poll": 35}

var (
	// MixPay's words for "no such payment", for "I have had this trace before", for "nothing was made", and for "try again later"; 0 without a code is nonsense.
	absent  = map[int]bool{404: true, 10062: true, 10084: true}
	known   = map[int]bool{10020: true, 10065: true, 10084: true}
	unmade  = map[int]bool{2000: true, 10001: true, 10002: true, 10003: true, 10004: true, 10005: true, 10006: true, 10061: true, 10063: true, 10064: true, 10131: true}
	passing = map[int]bool{-1: true, 0: true, 1429: true, 10007: true, 10008: true, 10034: true}
	words   = map[int]string{10004: "price_too_low", 10005: "price_too_high", 10006: "price_too_high"}
	// Failures that only a payment can have for which something arrived.
	withMoney = map[string]bool{"40020": true, "40024": true, "40025": true, "10095": true}
	statuses  = regexp.MustCompile(`^(unpaid|confirming|paid_less|pending|auditing|success|failed)$`)
	shown     = []string{"quoteSymbol", "payableAmount", "payableSymbol", "paymentAmount", "paymentSymbol", "confirmations", "requiredConfirms",
		"txid", "blockExplorerUrl", "failureCode", "surplusAmount", "surplusStatus"}

	isCode    = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)
	isUUID    = regexp.MustCompile(`^(?i:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$`)
	isHeader  = regexp.MustCompile(`^[A-Za-z0-9, _-]{1,500}$`)
	isDecimal = regexp.MustCompile(`^(\d{1,30})(?:\.(\d{1,30}))?$`)
	loopback  = regexp.MustCompile(`^https?://(localhost|127\.\d+\.\d+\.\d+|\[::1\])([:/]|$)`)
	anyOrigin = regexp.MustCompile(`^(?i:(https?)://([a-z0-9.-]+|\[[0-9a-f:]+\])(:\d{1,5})?([/?#][^\s\\]*)?)$`)
	rules     = map[string]*regexp.Regexp{
		"orderId": regexp.MustCompile(`^[A-Za-z0-9_-]{6,36}$`), "item": regexp.MustCompile(`^(?s:.{0,200})$`),
		"quoteAmount":  regexp.MustCompile(`^\d{1,30}(\.\d{1,30})?$`),
		"quoteAssetId": regexp.MustCompile(`^(?i:[a-z]{3}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$`),
		"traceId":      isUUID, "returnTo": regexp.MustCompile(`.`), "failedReturnTo": regexp.MustCompile(`.`),
	}
)

// Refusal is a request turned down, as the page is told: Word is what it branches on.
type Refusal struct {
	Status      int
	Word, Title string
	RetryAfter  int
	Members     map[string]interface{}
}

func (r *Refusal) Error() string { return r.Title }

func unavailable() *Refusal {
	return &Refusal{503, "mixpay_unavailable", "The payment service cannot be reached at the moment.", 5, nil}
}

func busy(seconds int) *Refusal {
	return &Refusal{503, "busy", "Too many payments are being started at this moment.", seconds, nil}
}

func unknownOrder() *Refusal {
	return &Refusal{404, "order_unknown", "There is no such order.", 0, nil}
}

// Order is what the shop says is to be paid.
type Order struct {
	ID, Amount, Asset, Item string
	// Where MixPay's page may send the payer afterwards: checked to be the shop's own, and no proof of anything.
	returns map[string]string
}

// Payment is one attempt to pay an order. None is ever deleted, and its terms never change.
type Payment struct {
	OrderID      string
	Attempt      int
	TraceID      string
	Item         string
	Amount       string
	Asset        string
	Body         string // what MixPay gets, the same each time
	State        string // creating, open, superseded; at last paid, failed or review
	Code         string
	ClaimedUntil int64
	ExpiresAt    int64
	AskedAt      int64
	HeardAt      int64
	Status       string // MixPay's word, as last read
	Result       map[string]interface{}
	Owed         string // what the shop has yet to be told
}

func (p *Payment) isWatched() bool {
	return p.State == "creating" || p.State == "open" || p.State == "superseded"
}
func (p *Payment) isUnderWay() bool { return p.Status != "" && p.Status != "unpaid" }

// Record is all that is kept of an order. Released names the payment for which its goods go out, once and for all.
type Record struct {
	OrderID  string
	Payments []*Payment
	Released string
}

// Ledger keeps a file for each order, replaced as a whole: after a crash it holds the old record or the new one. One lock for all processes
// of this machine, held for as long as it takes to write. The sweep reads all files: past some ten thousand orders, take a database.
type Ledger struct {
	folder string
	mutex  sync.Mutex
}

// In hexadecimal, for some file systems do not tell "A" from "a".
func (l *Ledger) fileOf(orderID string) string {
	return filepath.Join(l.folder, hex.EncodeToString([]byte(orderID))+".order")
}

// Read needs no lock, for a file is never half written. Nil where there is no such order.
func (l *Ledger) Read(orderID string) (*Record, error) {
	record := &Record{}
	found, err := l.load(l.fileOf(orderID), record)
	if err != nil || !found {
		return nil, err
	}
	return record, nil
}

func (l *Ledger) load(file string, value interface{}) (bool, error) {
	text, err := os.ReadFile(file)
	if errors.Is(err, os.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return true, json.Unmarshal(text, value)
}

// Update writes what change made of the record, unless it returns false. No other process writes meanwhile.
func (l *Ledger) Update(orderID string, change func(*Record) bool) (bool, error) {
	changed := false
	err := l.locked(func() error {
		record, err := l.Read(orderID)
		if err != nil {
			return err
		}
		if record == nil {
			record = &Record{OrderID: orderID}
		}
		if changed = change(record); !changed {
			return nil
		}
		return l.replace(l.fileOf(orderID), record)
	})
	return changed && err == nil, err
}

func (l *Ledger) locked(work func() error) error {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	lock, err := os.OpenFile(filepath.Join(l.folder, "lock"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	defer lock.Close()
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX); err != nil {
		return err
	}
	return work()
}

func (l *Ledger) replace(file string, value interface{}) error {
	out, err := os.OpenFile(file+".new", os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	defer out.Close()
	if err := json.NewEncoder(out).Encode(value); err != nil {
		return err
	}
	if err := out.Sync(); err != nil {
		return err
	}
	if err := os.Rename(file+".new", file); err != nil {
		return err
	}
	folder, err := os.Open(l.folder)
	if err != nil {
		return err
	}
	defer folder.Close()
	return folder.Sync()
}

// Orders names every order there is.
func (l *Ledger) Orders() []string {
	files, _ := filepath.Glob(filepath.Join(l.folder, "*.order"))
	var ids []string
	for _, file := range files {
		if id, err := hex.DecodeString(strings.TrimSuffix(filepath.Base(file), ".order")); err == nil {
			ids = append(ids, string(id))
		}
	}
	return ids
}

// Endpoint is an http.Handler.
type Endpoint struct {
	Data, PayeeID, Secret, SettlementAssetID string
	URL, API, Checkout                       string
	Origins                                  []string
	// Order is the one place that says what is paid: the price, or a *Refusal. It changes nothing, for a retry asks it again.
	Order func(asked map[string]string, nonce string, r *http.Request) (*Order, error)
	// Fits says whether a payment, as it was agreed, is still what its order costs.
	Fits func(*Payment) bool
	// Tell is called with "paid" and "review" at least once, always with the same TraceID.
	Tell func(what string, payment *Payment)

	ledger       *Ledger
	path, origin string
	client       *http.Client
}

// Open checks the settings; call it before anything else.
func (e *Endpoint) Open() error {
	if len(e.Secret) < 32 {
		return errors.New("the secret: expected at least 32 characters, received fewer")
	}
	if e.PayeeID == "" || e.Data == "" {
		return errors.New("expected your MixPay account and a folder for the orders, received nothing")
	}
	if loopback.MatchString(e.API) && !loopback.MatchString(e.URL) {
		return errors.New("a public shop against a sandbox would be paid in play money: name https://api.mixpay.me")
	}
	address, err := url.Parse(e.URL)
	if err != nil {
		return err
	}
	e.URL, e.path, e.origin = strings.TrimSuffix(e.URL, "/"), strings.TrimSuffix(address.Path, "/"), originOf(e.URL)
	e.ledger = &Ledger{folder: e.Data}
	// A redirect is not followed: another host's answer is not MixPay's.
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	e.client = &http.Client{Timeout: timeout, CheckRedirect: stay}
	return os.MkdirAll(e.Data, 0o700)
}

// ── From the page, and from MixPay ──────────────────────────────────────────────────────────────────────────────────────────────────────

func (e *Endpoint) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	mediaType, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	accept, origin := r.Header.Get("Accept"), r.Header.Get("Origin")
	isForm := mediaType == "application/x-www-form-urlencoded"
	wantsHTML := accept == "" || strings.Contains(accept, "text/html") || strings.Contains(accept, "*/*")
	isPage := isForm && wantsHTML && !strings.Contains(accept, "application/json")
	kind, token := e.route(r.URL.Path)
	allow := "POST, OPTIONS"
	if kind == "status" {
		allow = "GET, OPTIONS"
	}
	header := w.Header()
	header.Set("Cache-Control", "no-store")
	header.Set("Referrer-Policy", "no-referrer")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Vary", "Origin")
	if e.isOwn(origin) {
		header.Set("Access-Control-Allow-Origin", origin)
		header.Set("Access-Control-Allow-Credentials", "true")
		header.Set("Access-Control-Expose-Headers", "Retry-After")
		if r.Method == http.MethodOptions {
			asked := r.Header.Get("Access-Control-Request-Headers")
			if !isHeader.MatchString(asked) {
				asked = "content-type, idempotency-key"
			}
			header.Set("Access-Control-Allow-Methods", allow)
			header.Set("Access-Control-Allow-Headers", asked)
			header.Set("Access-Control-Max-Age", "600")
		}
	}
	if kind != "" && r.Method == http.MethodOptions {
		header.Set("Allow", allow)
		w.WriteHeader(http.StatusNoContent)
		return
	}
	var answer map[string]interface{}
	err := guarded(func() (err error) {
		answer, err = e.answer(r, kind, token, allow, mediaType)
		return err
	})
	if err == nil && kind == "create" && isPage {
		header.Set("Location", e.Checkout+fmt.Sprint(answer["code"]))
		w.WriteHeader(http.StatusSeeOther)
		return
	}
	status := http.StatusOK
	header.Set("Content-Type", "application/json")
	if err != nil {
		var refusal *Refusal
		if !errors.As(err, &refusal) {
			log.Printf("trouble: %T", err) // not its text, which may hold addresses
			refusal = &Refusal{500, "internal_error", "Something went wrong in the shop.", 0, nil}
		}
		status = refusal.Status
		if status == http.StatusMethodNotAllowed {
			header.Set("Allow", allow)
		}
		if refusal.RetryAfter > 0 {
			header.Set("Retry-After", strconv.Itoa(refusal.RetryAfter))
		}
		if isPage && kind == "create" {
			header.Set("Content-Type", "text/html; charset=utf-8")
			w.WriteHeader(status)
			fmt.Fprint(w, e.page(refusal))
			return
		}
		header.Set("Content-Type", "application/problem+json")
		answer = map[string]interface{}{"type": "urn:mixpay-button:" + refusal.Word, "title": refusal.Title, "status": status, "code": refusal.Word}
		for name, value := range refusal.Members {
			answer[name] = value
		}
	}
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(answer) // the other side may have gone
}

func (e *Endpoint) route(path string) (kind, token string) {
	rest := strings.TrimPrefix(path, e.path)
	switch {
	case rest == path && e.path != "":
		return "", ""
	case rest == "" || rest == "/":
		return "create", ""
	case strings.HasPrefix(rest, "/status/"):
		return "status", strings.TrimPrefix(rest, "/status/")
	case strings.HasPrefix(rest, "/callback/"):
		return "callback", strings.TrimPrefix(rest, "/callback/")
	}
	return "", ""
}

func (e *Endpoint) answer(r *http.Request, kind, token, allow, mediaType string) (map[string]interface{}, error) {
	body, err := io.ReadAll(io.LimitReader(r.Body, largestBody+1))
	if err != nil {
		return nil, &Refusal{400, "bad_request", "The request broke off.", 0, nil}
	}
	switch {
	case kind == "":
		return nil, &Refusal{404, "not_found", "There is nothing at this address.", 0, nil}
	case !strings.HasPrefix(allow, r.Method+","):
		return nil, &Refusal{405, "method_not_allowed", r.Method + " is not possible here.", 0, nil}
	case len(body) > largestBody:
		_, _ = io.Copy(io.Discard, io.LimitReader(r.Body, 1_000_000)) // so that the client reads the answer
		return nil, &Refusal{413, "too_large", fmt.Sprintf("The request is longer than %d bytes.", largestBody), 0, nil}
	case kind == "status":
		return e.status(token)
	case kind == "callback":
		return e.callback(token)
	}
	if err := e.checkPoster(r, mediaType == "application/x-www-form-urlencoded"); err != nil {
		return nil, err
	}
	asked, err := e.readAsked(mediaType, body)
	if err != nil {
		return nil, err
	}
	return e.create(asked, r)
}

// Who may post. A browser says where a request comes from, and no page can forge that.
func (e *Endpoint) checkPoster(r *http.Request, isForm bool) error {
	site, origin := r.Header.Get("Sec-Fetch-Site"), r.Header.Get("Origin")
	noBrowser := site == "" && origin == "" // a form of another site's could come from an old one
	if site == "same-origin" || e.isOwn(origin) || (noBrowser && !isForm) {
		return nil
	}
	return &Refusal{403, "foreign_origin", "Payments may not be started from this site.", 0, nil}
}

// The order's fields; whatever else was posted is ignored.
func (e *Endpoint) readAsked(mediaType string, body []byte) (map[string]string, error) {
	fields := map[string]interface{}{}
	var err error
	switch mediaType {
	case "application/json":
		err = json.Unmarshal(body, &fields)
	case "application/x-www-form-urlencoded":
		var form url.Values
		form, err = url.ParseQuery(string(body))
		for name := range form {
			if value := form.Get(name); value != "" { // an empty field was left empty
				fields[name] = value
			}
		}
	default:
		return nil, &Refusal{415, "unsupported_media_type", "The request is neither JSON nor a form.", 0, nil}
	}
	if err != nil || fields == nil {
		return nil, &Refusal{400, "bad_request", "The request is not a JSON object.", 0, nil}
	}
	asked := map[string]string{}
	for name, rule := range rules {
		if fields[name] == nil {
			continue
		}
		value, holds := fields[name].(string)
		holds = holds && utf8.ValidString(value) && rule.MatchString(value)
		if name == "quoteAmount" {
			holds = holds && strings.ContainsAny(value, "123456789")
		}
		if strings.HasSuffix(name, "eturnTo") {
			holds = holds && e.isOwn(originOf(value))
		}
		if !holds {
			return nil, &Refusal{422, "invalid_field", name + " breaks its rule.", 0, map[string]interface{}{"field": name}}
		}
		asked[name] = value
	}
	return asked, nil
}

// What the page opens and asks.
func (e *Endpoint) create(asked map[string]string, r *http.Request) (map[string]interface{}, error) {
	nonce := asked["traceId"]
	if nonce == "" {
		nonce = r.Header.Get("Idempotency-Key")
	}
	if nonce == "" || len(nonce) > 255 {
		random := make([]byte, 16)
		if _, err := rand.Read(random); err != nil {
			return nil, err
		}
		nonce = hex.EncodeToString(random)
	}
	order, err := e.Order(asked, strings.ToLower(nonce), r)
	if err != nil {
		return nil, err
	}
	if order.Amount = Plain(order.Amount); order.Amount == "" {
		return nil, errors.New("the price is no plain decimal")
	}
	order.returns = map[string]string{}
	for _, name := range []string{"returnTo", "failedReturnTo"} {
		if address, named := asked[name]; named {
			order.returns[name] = address
		}
	}
	amount, named := asked["quoteAmount"]
	asset, namedAsset := asked["quoteAssetId"]
	// The page shows one price and the shop names another: the payer must see it before anything is created.
	if (named && Plain(amount) != order.Amount) || (namedAsset && !strings.EqualFold(asset, order.Asset)) {
		price := map[string]interface{}{"quoteAmount": order.Amount, "quoteAssetId": order.Asset}
		return nil, &Refusal{409, "price_changed", "The price has changed.", 0, price}
	}
	payment, err := e.payable(order)
	if err != nil {
		return nil, err
	}
	return map[string]interface{}{"code": payment.Code, "traceId": payment.TraceID, "orderId": payment.OrderID, "quoteAmount": payment.Amount,
		"quoteAssetId": payment.Asset, "expiresAt": iso(payment.ExpiresAt), "statusUrl": e.statusURL(payment), "now": iso(now()),
		// A sandbox shows its codes below its own address. MixPay's own page does not know them.
		"sandbox": strings.HasPrefix(e.Checkout, e.API+"/")}, nil
}

// The payer's view.
func (e *Endpoint) status(token string) (map[string]interface{}, error) {
	payment, err := e.opened("status", token)
	if err != nil {
		return nil, err
	}
	if payment == nil {
		return nil, &Refusal{410, "forgotten", "This payment is no longer known here.", 0, nil}
	}
	if payment, err = e.glance(payment); err != nil {
		return nil, err
	}
	if payment.State == "superseded" && !payment.isUnderWay() {
		return nil, &Refusal{410, "superseded", "This payment link has been replaced.", 0, nil}
	}
	view := map[string]interface{}{}
	for name, value := range payment.Result {
		view[name] = value
	}
	switch {
	case payment.State == "paid":
		view["status"] = "success"
	case payment.State == "failed":
		view["status"] = "failed"
	case payment.State == "review" && payment.Status != "failed":
		view["status"] = "auditing" // a person has to look
	case payment.Status == "":
		view["status"] = "unpaid"
	default:
		view["status"] = payment.Status
	}
	view["quoteAmount"], view["quoteAssetId"] = payment.Amount, payment.Asset
	view["expiresAt"], view["now"] = iso(payment.ExpiresAt), iso(now())
	return view, nil
}

// Unsigned, and without a result: so its body is not read. Which payment it is about is in the address.
func (e *Endpoint) callback(token string) (map[string]interface{}, error) {
	payment, err := e.opened("callback", token)
	if err != nil {
		return nil, err
	}
	heard := false
	if payment != nil {
		if _, heard, err = e.look(payment, "callback"); err != nil {
			return nil, err
		}
	}
	if !heard { // after anything but SUCCESS, MixPay calls again
		return nil, &Refusal{503, "not_yet", "What MixPay knows of this payment could not be read now.", 15, nil}
	}
	return map[string]interface{}{"code": "SUCCESS"}, nil
}

// Sweep is for a timer, each minute: it asks for payments that may have been paid without a callback or a page.
func (e *Endpoint) Sweep() {
	for _, orderID := range e.ledger.Orders() {
		record, err := e.ledger.Read(orderID)
		if err != nil || record == nil {
			log.Printf("trouble: a record of an order cannot be read")
			continue
		}
		for _, payment := range record.Payments {
			// Watched until MixPay was asked after deadline and grace, so that a server that was down for a day catches up.
			watched := payment.isWatched() && (payment.isUnderWay() || payment.HeardAt < payment.ExpiresAt+grace)
			if watched || payment.Owed != "" {
				err := guarded(func() error {
					_, _, err := e.look(payment, "sweep")
					return err
				})
				var refusal *Refusal
				if err != nil && !errors.As(err, &refusal) { // a refusal has been logged; the next sweep tries it again
					log.Printf("trouble: %T", err)
				}
			}
		}
	}
}

// ── One order, one payment ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

// The order's payment that can be paid now: the one it has, or the next. Each step looks at what is stored and brings it further, so that it
// does not matter who else is at it. One create leaves at most.
func (e *Endpoint) payable(order *Order) (*Payment, error) {
	sent := false
	for until := now() + patience; now() < until; {
		record, err := e.ledger.Read(order.ID)
		if err != nil {
			return nil, err
		}
		var payment *Payment
		if record != nil {
			for _, each := range record.Payments {
				// Paid, being paid by a link that was replaced, or waiting for a person: no further code.
				if each.State == "paid" || each.State == "review" || (each.State == "superseded" && each.isUnderWay()) {
					return nil, e.alreadyPaid(each)
				}
				payment = each
			}
		}
		if payment == nil || payment.State == "failed" || payment.State == "superseded" {
			if sent {
				return nil, &Refusal{503, "attempt_ended", "The earlier payment link has ended. Please try again.", 1, nil}
			}
			attempt := 1
			if payment != nil {
				attempt = payment.Attempt + 1
			}
			if sent, err = e.begin(order, attempt); err != nil {
				return nil, err
			}
			continue
		}
		same := payment.Amount == order.Amount && payment.Item == order.Item && strings.EqualFold(payment.Asset, order.Asset)
		late := now() - payment.ExpiresAt
		if payment.State == "creating" && payment.ClaimedUntil > now() {
			time.Sleep(50 * time.Millisecond) // another click is being answered; its payment will be this one's
			continue
		}
		if payment.State == "creating" && same && late < -60_000 {
			if sent {
				break
			}
			if sent, err = e.sendAgain(payment); err != nil {
				return nil, err
			}
			continue
		}
		usable := payment.State == "open" && same
		if usable && late < 0 {
			if !sent {
				if payment, err = e.glance(payment); err != nil {
					return nil, err
				}
			}
			if payment.State == "open" {
				return payment, nil
			}
			continue
		}
		payment, heard, err := e.look(payment, "create")
		if err != nil {
			return nil, err
		}
		if payment.State != "creating" && payment.State != "open" {
			continue
		}
		if payment.isUnderWay() {
			if usable {
				return payment, nil
			}
			return nil, e.alreadyPaid(payment)
		}
		if !heard {
			return nil, busy(2) // nothing is replaced that may just have been paid
		}
		if usable && late < grace {
			return nil, &Refusal{503, "just_expired", "The last payment link has just expired.", int(grace-late)/1000 + 1, nil}
		}
		if _, err := e.change(payment, func(latest *Payment) bool {
			replaced := latest.State == "creating" || latest.State == "open"
			if replaced {
				latest.State = "superseded"
			}
			return replaced
		}); err != nil {
			return nil, err
		}
	}
	return nil, busy(1)
}

// Writes the next attempt down, then sends it. False where another click was faster.
func (e *Endpoint) begin(order *Order, attempt int) (bool, error) {
	if attempt > mostAttempts {
		return false, &Refusal{409, "order_closed", "This order can no longer be paid.", 0, nil}
	}
	expires := now() + lifetime
	// Nobody without the secret can guess it, and the same order at the same price has the same one, should the store be lost.
	trace := uuid(e.mac("trace", payeeKey(e.PayeeID), order.ID, strings.ToLower(order.Asset), order.Amount,
		strings.ToLower(e.SettlementAssetID), strconv.Itoa(attempt)))
	terms := map[string]interface{}{"payeeId": e.PayeeID, "quoteAmount": order.Amount, "quoteAssetId": order.Asset,
		"settlementAssetId": e.SettlementAssetID, "traceId": trace, "expiredTimestamp": expires / 1000}
	for name, address := range order.returns {
		terms[name] = address
	}
	// MixPay cannot reach a machine without a public address; a sandbox runs on the same machine.
	if !loopback.MatchString(e.URL) || loopback.MatchString(e.API) {
		mac := base64url(e.mac("callback", order.ID, strconv.Itoa(attempt)))
		terms["callbackUrl"] = fmt.Sprintf("%s/callback/%s.%d.%s", e.URL, order.ID, attempt, mac)
		terms["callbackEvent"] = "pending|paid_less"
	}
	body, err := json.Marshal(terms)
	if err != nil {
		return false, err
	}
	payment := &Payment{OrderID: order.ID, Attempt: attempt, TraceID: trace, Item: order.Item, Amount: order.Amount, Asset: order.Asset,
		Body: string(body), State: "creating", ClaimedUntil: now() + claim, ExpiresAt: expires}
	written, err := e.ledger.Update(order.ID, func(record *Record) bool {
		if len(record.Payments) != attempt-1 {
			return false
		}
		record.Payments = append(record.Payments, payment)
		return true
	})
	if err != nil || !written {
		return false, err
	}
	return true, e.send(payment)
}

// A create whose answer was lost: the identical body again. False where another click was faster.
func (e *Endpoint) sendAgain(payment *Payment) (bool, error) {
	claimed, err := e.change(payment, func(latest *Payment) bool {
		free := latest.State == "creating" && latest.ClaimedUntil == payment.ClaimedUntil
		if free {
			latest.ClaimedUntil = now() + claim
		}
		return free
	})
	if err != nil || !claimed {
		return false, err
	}
	return true, e.send(payment)
}

func (e *Endpoint) send(payment *Payment) error {
	ends, err := e.sent(payment)
	if _, failed := e.change(payment, func(latest *Payment) bool {
		if latest.State != "creating" {
			return false
		}
		latest.State, latest.Code, latest.ClaimedUntil = ends.State, ends.Code, 0
		return true
	}); failed != nil {
		return failed
	}
	return err
}

// What comes of a create: the payment's next state. While nothing is known it stays "creating", and the next click sends the same again.
func (e *Endpoint) sent(payment *Payment) (Payment, error) {
	unsure := Payment{State: "creating"}
	// A trace that MixPay may have had could be paid by whoever has its link: watched as one that was replaced.
	replaced := Payment{State: "superseded"}
	answer, err := e.ask("create", http.MethodPost, "/v1/one_time_payment", payment.Body)
	if err != nil {
		return unsure, err
	}
	data, _ := answer["data"].(map[string]interface{})
	if code, _ := data["code"].(string); answer["success"] == true && isCode.MatchString(code) {
		return Payment{State: "open", Code: code}, nil
	}
	api := codeOf(answer)
	if passing[api] {
		return unsure, unavailable()
	}
	// Refused for good, or MixPay has had this trace before: the payment's result decides.
	result, err := e.result(payment, "create")
	if err != nil {
		return unsure, err
	}
	if result != nil {
		// MixPay makes the trace the code. Where the payment has ended, that is not looked at any more.
		_, err := e.settle(payment, result)
		if api == 10065 {
			return replaced, err
		}
		return Payment{State: "open", Code: payment.TraceID}, err
	}
	if known[api] {
		return replaced, nil
	}
	refusal := &Refusal{502, "mixpay_refused", "The payment service did not take this order.", 0, map[string]interface{}{"apiCode": api}}
	if word, ok := words[api]; ok {
		refusal.Status, refusal.Word = 422, word
	}
	if unmade[api] {
		return Payment{State: "failed"}, refusal
	}
	return replaced, refusal
}

func (e *Endpoint) alreadyPaid(payment *Payment) *Refusal {
	return &Refusal{409, "already_paid", "This order has been paid.", 0,
		map[string]interface{}{"statusUrl": e.statusURL(payment), "orderId": payment.OrderID}}
}

// ── What became of a payment, read from MixPay ──────────────────────────────────────────────────────────────────────────────────────────

// Reads what became of a payment, at most once in two seconds: of all pages and callbacks, one asks. A page takes what is known; a callback,
// and a click that needs the truth, wait for their turn. Returns the payment, and whether MixPay was asked just now.
func (e *Endpoint) look(payment *Payment, lane string) (*Payment, bool, error) {
	began, gap := now(), int64(2_000)
	if lane == "poll" {
		gap = 4_000
	}
	for now() < began+patience {
		if !payment.isWatched() {
			return payment, true, e.deliver(payment)
		}
		since := now() - payment.AskedAt
		if since >= gap || since <= -gap { // a clock set back must not stop the reads
			claimed, err := e.change(payment, func(latest *Payment) bool {
				free := latest.isWatched() && latest.AskedAt == payment.AskedAt
				if free {
					latest.AskedAt = now()
				}
				return free
			})
			if err != nil {
				return payment, false, err
			}
			if claimed {
				result, err := e.result(payment, lane)
				if err != nil {
					return payment, false, err
				}
				payment, err = e.settle(payment, result)
				return payment, err == nil, err
			}
		}
		if lane == "poll" {
			return payment, false, nil
		}
		from := began
		if lane == "create" {
			from = now() - gap
		}
		if payment.AskedAt >= from && payment.HeardAt >= payment.AskedAt {
			return payment, true, nil
		}
		time.Sleep(50 * time.Millisecond)
		latest, err := e.find(payment.OrderID, payment.Attempt)
		if err != nil || latest == nil {
			return payment, false, err
		}
		payment = latest
	}
	return payment, false, nil
}

// The same, but where MixPay gives no answer the payer gets what is known already.
func (e *Endpoint) glance(payment *Payment) (*Payment, error) {
	seen, _, err := e.look(payment, "poll")
	var refusal *Refusal
	if errors.As(err, &refusal) {
		return payment, nil
	}
	return seen, err
}

// Nil where MixPay knows no such trace.
func (e *Endpoint) result(payment *Payment, lane string) (map[string]interface{}, error) {
	answer, err := e.ask(lane, http.MethodGet, "/v1/payments_result?with=payment,transactions&traceId="+payment.TraceID, "")
	if err != nil {
		return nil, err
	}
	data, isObject := answer["data"].(map[string]interface{})
	list, isList := answer["data"].([]interface{})
	success := answer["success"] == true
	isEmpty := answer["data"] == nil || (isObject && len(data) == 0) || (isList && len(list) == 0)
	if absent[codeOf(answer)] || (success && isEmpty) {
		return nil, nil
	}
	if _, named := data["status"].(string); !success || !named {
		return nil, unavailable()
	}
	return data, nil
}

// Writes down what MixPay said. An end is never taken back; an order is released once.
func (e *Endpoint) settle(payment *Payment, data map[string]interface{}) (*Payment, error) {
	if data == nil { // nothing is known there at this moment: money that was seen before has not gone
		if _, err := e.change(payment, func(latest *Payment) bool {
			if latest.isWatched() {
				latest.HeardAt = now()
			}
			return latest.isWatched()
		}); err != nil {
			return payment, err
		}
		latest, err := e.find(payment.OrderID, payment.Attempt)
		if latest == nil {
			latest = payment
		}
		return latest, err
	}
	status, _ := data["status"].(string)
	if !statuses.MatchString(status) {
		status = "pending" // a status that this file does not know counts as pending, never as success
	}
	last := map[string]interface{}{}
	if list, _ := data["transactions"].([]interface{}); len(list) > 0 {
		last, _ = list[len(list)-1].(map[string]interface{})
	}
	told := map[string]interface{}{}
	for _, name := range shown {
		value := data[name]
		if value == nil {
			value = last[name]
		}
		switch value.(type) {
		case string, json.Number:
			told[name] = text(value)
		}
	}
	state, ended := "", status == "success" || status == "failed"
	switch {
	case !e.isAbout(data, payment, ended):
		// What is about something else is nobody's business here.
		state, status, told = "review", "auditing", map[string]interface{}{}
	case status == "success":
		state = "review"
		if payment.State != "superseded" && e.Fits(payment) {
			state = "paid"
		}
	case status == "failed":
		state = "failed"
		if strings.ContainsAny(text(told["paymentAmount"]), "123456789") || text(told["txid"]) != "" || len(last) > 0 || withMoney[text(told["failureCode"])] {
			state = "review"
		}
	}
	_, err := e.ledger.Update(payment.OrderID, func(record *Record) bool {
		latest := record.Payments[payment.Attempt-1]
		if !latest.isWatched() {
			return false
		}
		latest.Status, latest.Result, latest.HeardAt = status, told, now()
		if state == "" {
			return true
		}
		if state == "paid" && (latest.State == "superseded" || record.Released != "") {
			state = "review" // replaced meanwhile, or paid twice
		}
		latest.State = state
		if latest.State == "paid" {
			record.Released = latest.TraceID
		}
		if latest.State != "failed" {
			latest.Owed = latest.State
		}
		return true
	})
	if err != nil {
		return payment, err
	}
	latest, err := e.find(payment.OrderID, payment.Attempt)
	if err != nil || latest == nil {
		return payment, err
	}
	return latest, e.deliver(latest)
}

// What the shop must be told stays in the record until Tell has returned: after a crash it is told again.
func (e *Endpoint) deliver(payment *Payment) error {
	if payment.Owed == "" {
		return nil
	}
	_, err := e.change(payment, func(latest *Payment) bool {
		if latest.Owed == "" {
			return false
		}
		e.Tell(latest.Owed, latest)
		latest.Owed = ""
		return true
	})
	return err
}

// Whether a result is this payment's: what is named must fit, and of an end all must be named.
func (e *Endpoint) isAbout(data map[string]interface{}, payment *Payment, ended bool) bool {
	same := map[string]bool{
		"traceId":      strings.EqualFold(text(data["traceId"]), payment.TraceID),
		"payeeId":      payeeKey(text(data["payeeId"])) == payeeKey(e.PayeeID),
		"quoteAssetId": strings.EqualFold(text(data["quoteAssetId"]), payment.Asset),
		"quoteAmount":  Plain(text(data["quoteAmount"])) == payment.Amount, // "10.00000000" is "10"
	}
	for name, holds := range same {
		if !holds && (ended || data[name] != nil) {
			return false
		}
	}
	return true
}

// ── MixPay's API ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

// Calls are those of the last minute; SilentUntil is what MixPay has asked for.
type calls struct {
	At          []int64
	SilentUntil int64
}

// MixPay's envelope, whatever it says.
func (e *Endpoint) ask(lane, method, path, body string) (map[string]interface{}, error) {
	leave, file := false, filepath.Join(e.ledger.folder, "calls")
	err := e.ledger.locked(func() error {
		before, recent := calls{}, calls{}
		if _, err := e.ledger.load(file, &before); err != nil {
			return err
		}
		for _, at := range before.At {
			if age := now() - at; age < 60_000 && age > -60_000 {
				recent.At = append(recent.At, at)
			}
		}
		if before.SilentUntil > now() && before.SilentUntil < now()+60_000 {
			recent.SilentUntil = before.SilentUntil
		} else if leave = len(recent.At) < limits[lane]; leave {
			recent.At = append(recent.At, now())
		}
		return e.ledger.replace(file, recent)
	})
	if err != nil {
		return nil, err
	}
	if !leave {
		return nil, busy(10)
	}
	request, err := http.NewRequest(method, e.API+path, strings.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Accept", "application/json")
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	var answer map[string]interface{}
	response, err := e.client.Do(request)
	if err == nil {
		defer response.Body.Close()
		text, _ := io.ReadAll(io.LimitReader(response.Body, largestAnswer))
		decoder := json.NewDecoder(bytes.NewReader(text))
		decoder.UseNumber() // amounts as they were written: a float would round them
		_ = decoder.Decode(&answer)
		tired := response.StatusCode == http.StatusTooManyRequests || (answer != nil && codeOf(answer) == 1429)
		if tired || response.Header.Get("X-Ratelimit-Remaining") == "0" {
			if err := e.beSilent(file, response.Header.Get("Retry-After")); err != nil {
				return nil, err
			}
		}
		if answer != nil && !tired {
			return answer, nil
		}
	}
	log.Printf("trouble: %s %s was not answered, or not as MixPay does: is it running, and can it be reached?", method, e.API)
	return nil, unavailable()
}

func (e *Endpoint) beSilent(file, retryAfter string) error {
	seconds, err := strconv.Atoi(retryAfter)
	if err != nil {
		seconds = 20
	} else if seconds < 1 {
		seconds = 1
	} else if seconds > 59 {
		seconds = 59
	}
	return e.ledger.locked(func() error {
		recent := calls{}
		if _, err := e.ledger.load(file, &recent); err != nil {
			return err
		}
		recent.SilentUntil = now() + int64(seconds)*1000
		return e.ledger.replace(file, recent)
	})
}

// ── Addresses that only we can make ─────────────────────────────────────────────────────────────────────────────────────────────────────

var statusToken = regexp.MustCompile(`^([A-Za-z0-9_-]{6,36})\.([1-9]\d{0,5})\.([1-9]\d{0,11})\.([A-Za-z0-9_-]{43})$`)
var callbackToken = regexp.MustCompile(`^([A-Za-z0-9_-]{6,36})\.([1-9]\d{0,5})\.([A-Za-z0-9_-]{43})$`)

func (e *Endpoint) statusURL(payment *Payment) string {
	until := payment.ExpiresAt
	if now() > until {
		until = now()
	}
	attempt, end := strconv.Itoa(payment.Attempt), strconv.FormatInt(until/1000+48*3600, 10)
	mac := base64url(e.mac("status", payment.OrderID, attempt, end))
	return fmt.Sprintf("%s/status/%s.%s.%s.%s", e.path, payment.OrderID, attempt, end, mac)
}

// The payment that an address of ours is about, if that still holds; nil where its record is lost.
func (e *Endpoint) opened(kind, token string) (*Payment, error) {
	pattern := callbackToken
	if kind == "status" {
		pattern = statusToken
	}
	refusal := &Refusal{404, "not_found", "This payment is not known here.", 0, nil}
	found := pattern.FindStringSubmatch(token)
	if found == nil {
		return nil, refusal
	}
	fields, given := found[1:len(found)-1], found[len(found)-1]
	mac := base64url(e.mac(append([]string{kind}, fields...)...))
	if subtle.ConstantTimeCompare([]byte(mac), []byte(given)) != 1 {
		return nil, refusal
	}
	if kind == "status" {
		if until, err := strconv.ParseInt(fields[2], 10, 64); err != nil || until*1000 < now() {
			return nil, refusal
		}
	}
	attempt, err := strconv.Atoi(fields[1])
	if err != nil {
		return nil, refusal
	}
	return e.find(fields[0], attempt)
}

// HMAC-SHA-256 over length-prefixed fields, so that no two lists run together into the same bytes.
func (e *Endpoint) mac(fields ...string) []byte {
	hash := hmac.New(sha256.New, []byte(e.Secret))
	for at, field := range fields {
		if at > 0 {
			hash.Write([]byte(","))
		}
		fmt.Fprintf(hash, "%d:%s", len(field), field)
	}
	return hash.Sum(nil)
}

// OrderIDOf is the id of a purchase that has none: the same for the same nonce of the page, and another for any other.
func (e *Endpoint) OrderIDOf(nonce, item string) string {
	return hex.EncodeToString(e.mac("order", nonce, item)[:12])
}

// Has a panic of the shop's own functions end neither the server nor a sweep of other orders. What they were told stays owed.
func guarded(work func() error) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			log.Printf("trouble: %T in the shop's code\n%s", cause, debug.Stack()) // not its text, which may hold addresses
			err = &Refusal{500, "internal_error", "Something went wrong in the shop.", 0, nil}
		}
	}()
	return work()
}

// ── Small things ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

func (e *Endpoint) find(orderID string, attempt int) (*Payment, error) {
	record, err := e.ledger.Read(orderID)
	if err != nil || record == nil || attempt > len(record.Payments) {
		return nil, err
	}
	return record.Payments[attempt-1], nil
}

func (e *Endpoint) change(payment *Payment, change func(*Payment) bool) (bool, error) {
	return e.ledger.Update(payment.OrderID, func(record *Record) bool { return change(record.Payments[payment.Attempt-1]) })
}

func (e *Endpoint) page(refusal *Refusal) string {
	title, price := html.EscapeString(refusal.Title), ""
	if amount, ok := refusal.Members["quoteAmount"]; ok {
		price = html.EscapeString(fmt.Sprintf("It is now %v %v.", amount, refusal.Members["quoteAssetId"]))
	}
	return fmt.Sprintf(`<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>%s</title>`+
		`<h1>%s</h1><p>%s</p><p><a href="%s/">Back to the shop</a></p></html>`, title, title, price, e.origin)
}

func (e *Endpoint) isOwn(origin string) bool {
	for _, own := range append(e.Origins, e.origin) {
		if origin != "" && origin == own {
			return true
		}
	}
	return false
}

// The origin of an https address (http on this machine), or nothing.
func originOf(address string) string {
	found := anyOrigin.FindStringSubmatch(address)
	if found == nil {
		return ""
	}
	scheme, host, port := strings.ToLower(found[1]), strings.ToLower(found[2]), found[3]
	if scheme == "http" && !loopback.MatchString(strings.ToLower(address)) {
		return ""
	}
	if (scheme == "http" && port == ":80") || (scheme == "https" && port == ":443") {
		port = ""
	}
	return scheme + "://" + host + port
}

// Plain is the one spelling of an amount ("010.500" becomes "10.5"), or nothing where it is no plain decimal.
func Plain(amount string) string {
	found := isDecimal.FindStringSubmatch(amount)
	if found == nil {
		return ""
	}
	whole, fraction := strings.TrimLeft(found[1], "0"), strings.TrimRight(found[2], "0")
	if whole == "" {
		whole = "0"
	}
	if fraction == "" {
		return whole
	}
	return whole + "." + fraction
}

// A payee's id in one spelling: MixPay writes it with dashes or without.
func payeeKey(payeeID string) string { return strings.ToLower(strings.ReplaceAll(payeeID, "-", "")) }

func text(value interface{}) string {
	if value == nil {
		return ""
	}
	return fmt.Sprint(value)
}

// MixPay's own number for what went wrong.
func codeOf(answer map[string]interface{}) int {
	number, _ := answer["code"].(json.Number)
	code, err := strconv.Atoi(number.String())
	if err != nil {
		return -1
	}
	return code
}

func uuid(mac []byte) string {
	mac[6], mac[8] = mac[6]&0x0f|0x40, mac[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", mac[0:4], mac[4:6], mac[6:8], mac[8:10], mac[10:16])
}

func base64url(data []byte) string { return base64.RawURLEncoding.EncodeToString(data) }

func iso(milliseconds int64) string {
	return time.UnixMilli(milliseconds).UTC().Format("2006-01-02T15:04:05.000Z")
}

func now() int64 { return time.Now().UnixMilli() }

// ── Your shop ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

// They stand for your database.
var orders = map[string]struct{ customer, total string }{"order-1001": {"ada", "19.90"}, "order-1002": {"grace", "5.00"}}
var prices = map[string]string{"t-shirt-xl": "25.00"}

// It stands for the visitor who is signed in.
func customerOf(r *http.Request) string {
	cookie, err := r.Cookie("customer")
	if err != nil {
		return ""
	}
	return cookie.Value
}

func main() {
	endpoint := &Endpoint{
		Data:              os.Getenv("MIXPAY_DATA"),
		PayeeID:           os.Getenv("MIXPAY_PAYEE_ID"), // who is paid: your MixPay account
		Secret:            os.Getenv("MIXPAY_SECRET"),
		SettlementAssetID: "4d8c508b-91c5-375b-92b0-ee702ed2dac5", // in what: USDT (ERC-20)
		URL:               "http://localhost:3000/api/mixpay",     // its public address
		Origins:           nil,                                    // of pages on other hosts that may use it
		// The sandbox. For real payments: https://api.mixpay.me and https://mixpay.me/code/
		API:      "http://localhost:4010",
		Checkout: "http://localhost:4010/code/",
	}
	// It checks that this visitor may pay this order.
	endpoint.Order = func(asked map[string]string, nonce string, r *http.Request) (*Order, error) {
		if id, named := asked["orderId"]; named {
			order, found := orders[id]
			if !found || order.customer != customerOf(r) {
				return nil, unknownOrder()
			}
			return &Order{ID: id, Amount: order.total, Asset: "usd"}, nil
		}
		// A thing on a static page: each purchase becomes an order of its own.
		item := asked["item"]
		price, found := prices[item]
		if !found {
			return nil, unknownOrder()
		}
		return &Order{ID: endpoint.OrderIDOf(nonce, item), Item: item, Amount: price, Asset: "usd"}, nil
	}
	// A cart can grow after its code was made. What no longer fits is left to a person.
	endpoint.Fits = func(payment *Payment) bool {
		return payment.Item != "" || Plain(orders[payment.OrderID].total) == payment.Amount
	}
	// "paid" releases the goods: make it idempotent by TraceID, for after a crash it is told again. "review" needs a person: paid twice,
	// paid by an old link, failed with money. Be quick: no other order is written meanwhile.
	endpoint.Tell = func(what string, payment *Payment) { log.Printf("%s is %s", payment.OrderID, what) }
	if err := endpoint.Open(); err != nil {
		log.Fatal(err)
	}
	go func() {
		for {
			endpoint.Sweep()
			time.Sleep(time.Minute)
		}
	}()
	address, err := url.Parse(endpoint.URL)
	if err != nil {
		log.Fatal(err)
	}
	server := &http.Server{Addr: address.Host, Handler: endpoint, ReadTimeout: 10 * time.Second, IdleTimeout: time.Minute}
	log.Fatal(server.ListenAndServe())
}

# frozen_string_literal: true

# The endpoint of <mixpay-button> in Ruby 3.0 or newer: one file, the standard library alone; orders are kept as files in a folder.
#
# Try it against the sandbox (npx mixpay-button sandbox); only this needs WEBrick (gem install webrick, or Debian's ruby-webrick):
#
#   export MIXPAY_PAYEE_ID=1f9b3c5e-7a2d-4b8c-9e0f-3d6a5c4b2e1f
#   export MIXPAY_SECRET=$(openssl rand -base64 32)
#   export MIXPAY_DATA=/tmp/mixpay
#   ruby mixpay.rb
#
# The endpoint is a Rack application: Puma, Rails (`mount … => '/api/mixpay'`) and Sinatra take it as it is. "Your shop", at the end,
# is what you replace. How it works, and the rules it keeps: demo/guides/any-language.md

require 'cgi'
require 'digest'
require 'fileutils'
require 'json'
require 'net/http'
require 'openssl'
require 'securerandom'
require 'time'
require 'timeout'
require 'uri'

module MixPay
  # A request turned down, as the page is told: `word` is what it branches on.
  class Refusal < StandardError
    attr_reader :status, :word, :retry_after, :members

    def initialize(status, word, title, retry_after: 0, **members)
      super(title)
      @status, @word, @retry_after, @members = status, word, retry_after, members
    end
  end

  # A file for each order, replaced as a whole: after a crash it holds the old record or the new one. One lock for all processes of this
  # machine, held for as long as it takes to write. The sweep reads all files: past some ten thousand orders, take a database.
  class Ledger
    def initialize(folder)
      @folder = folder
      FileUtils.mkdir_p(folder, mode: 0o700)
    end

    # The record, or nil. Needs no lock, for a file is never half written.
    def read(order_id)
      JSON.parse(File.read(file_of(order_id)), symbolize_names: true)
    rescue Errno::ENOENT
      nil
    end

    # Writes what the block made of the record; returns what the block returns. No other process writes meanwhile.
    def update(order_id)
      locked do
        record = read(order_id) || { order_id: order_id, attempts: [], released: nil }
        before = JSON.generate(record)
        result = yield record
        replace(file_of(order_id), JSON.generate(record)) if JSON.generate(record) != before
        result
      end
    end

    def order_ids
      Dir.children(@folder).grep(/\.order\z/).map { |name| [name.delete_suffix('.order')].pack('H*') }
    end

    # The calls of the last minute, and the time until which MixPay's 1429 forbids requests.
    def with_calls
      locked do
        file = File.join(@folder, 'calls')
        calls = File.exist?(file) ? JSON.parse(File.read(file), symbolize_names: true) : { at: [], silent_until: 0 }
        result = yield calls
        replace(file, JSON.generate(calls))
        result
      end
    end

    private

    # In hexadecimal, for some file systems do not tell "A" from "a".
    def file_of(order_id)
      File.join(@folder, "#{order_id.unpack1('H*')}.order")
    end

    def locked
      File.open(File.join(@folder, 'lock'), File::RDWR | File::CREAT, 0o600) do |lock|
        lock.flock(File::LOCK_EX)
        yield
      end
    end

    def replace(file, text)
      File.open("#{file}.new", File::WRONLY | File::CREAT | File::TRUNC, 0o600) do |out|
        out.write(text)
        out.fsync
      end
      File.rename("#{file}.new", file)
      File.open(@folder, &:fsync)
    end
  end

  # A Rack application. Of its arguments,
  # - order: (asked, nonce, env) returns { order_id:, amount:, asset:, item: }, or raises a Refusal
  # - fits: (payment) says whether a payment, as it was agreed, is still what its order costs
  # - tell: (what, payment) is called with "paid" and "review" at least once, always with the same trace_id, and "trouble"
  class Endpoint
    LIFETIME = 30 * 60_000 # all times are milliseconds
    GRACE = 10 * 60_000 # a payment may still turn up this long after its deadline
    CLAIM = 20_000 # longer than a create takes: an older claim belongs to a process that died
    PATIENCE = 3_000 # how long a second click waits for the first one's answer
    TIMEOUT = 8 # seconds, for one request to MixPay
    MOST_ATTEMPTS = 50
    LARGEST_BODY = 16_384
    LARGEST_ANSWER = 1_000_000

    # Requests to MixPay in any minute, of the 60 it allows. Who comes first when they run short: creates, then callbacks.
    LIMITS = { create: 50, callback: 45, sweep: 40, poll: 35 }.freeze

    ABSENT = [404, 10062, 10084].freeze # MixPay's words for "no such payment"
    KNOWN = [10020, 10065, 10084].freeze # ... for "I have had this trace before"
    UNMADE = [2000, 10001, 10002, 10003, 10004, 10005, 10006, 10061, 10063, 10064, 10131].freeze # ... for "nothing was made"
    PASSING = [-1, 0, 1429, 10007, 10008, 10034].freeze # ... for "try again later"; 0 without a code is nonsense
    WORDS = { 10004 => 'price_too_low', 10005 => 'price_too_high', 10006 => 'price_too_high' }.freeze
    OPEN = ['unpaid', 'confirming', 'paid_less', 'pending', 'auditing'].freeze
    WITH_MONEY = %w[40020 40024 40025 10095].freeze # failures that only a payment can have for which something arrived
    SHOWN = %i[quoteSymbol payableAmount payableSymbol paymentAmount paymentSymbol confirmations requiredConfirms txid blockExplorerUrl
               failureCode surplusAmount surplusStatus].freeze

    UUID = /\A\h{8}(-\h{4}){3}-\h{12}\z/
    RULES = {
      orderId: /\A[A-Za-z0-9_-]{6,36}\z/, item: /\A.{0,200}\z/m, quoteAmount: /\A(?=.*[1-9])\d{1,30}(\.\d{1,30})?\z/,
      quoteAssetId: Regexp.union(/\A[A-Za-z]{3}\z/, UUID), traceId: UUID, returnTo: /./, failedReturnTo: /./
    }.freeze

    attr_reader :address

    def initialize(data:, payee_id:, secret:, settlement_asset_id:, endpoint:, api:, checkout:, order:, fits:, tell:, origins: [])
      raise ArgumentError, 'The secret: expected at least 32 characters, received fewer.' if secret.length < 32
      raise ArgumentError, 'The payee: expected your MixPay account, received nothing.' if payee_id.empty?
      if loopback?(api) && !loopback?(endpoint)
        raise ArgumentError, 'A public shop against a sandbox would be paid in play money: name https://api.mixpay.me.'
      end

      @ledger = Ledger.new(data)
      @payee, @secret, @settlement = payee_id, secret, settlement_asset_id
      @endpoint, @address, @origin = endpoint.chomp('/'), URI(endpoint), origin_of(endpoint)
      @api, @checkout, @own = api, checkout, [@origin, *origins]
      @order, @fits, @tell = order, fits, tell
    end

    # ── From the page, and from MixPay ──────────────────────────────────────────────────────────────────────────────────────────

    def call(env)
      method, origin = env['REQUEST_METHOD'], env['HTTP_ORIGIN'].to_s
      media_type = env['CONTENT_TYPE'].to_s.split(';').first.to_s.strip.downcase
      form = media_type == 'application/x-www-form-urlencoded'
      accept = env['HTTP_ACCEPT'].to_s
      page = form && !accept.include?('application/json') && accept.match?(%r{\A\z|text/html|\*/\*})
      headers = { 'Cache-Control' => 'no-store', 'Referrer-Policy' => 'no-referrer', 'X-Content-Type-Options' => 'nosniff',
                  'Vary' => 'Origin', 'Content-Type' => 'application/json' }
      kind, token = route("#{env['SCRIPT_NAME']}#{env['PATH_INFO']}")
      allow = kind == 'status' ? 'GET, OPTIONS' : 'POST, OPTIONS'
      if @own.include?(origin)
        headers.update('Access-Control-Allow-Origin' => origin, 'Access-Control-Allow-Credentials' => 'true',
                       'Access-Control-Expose-Headers' => 'Retry-After')
        if method == 'OPTIONS'
          asked = env['HTTP_ACCESS_CONTROL_REQUEST_HEADERS'].to_s[/\A[A-Za-z0-9, _-]{1,500}\z/] || 'content-type, idempotency-key'
          headers.update('Access-Control-Allow-Methods' => allow, 'Access-Control-Allow-Headers' => asked, 'Access-Control-Max-Age' => '600')
        end
      end
      begin
        body = read_body(env)
        raise Refusal.new(404, 'not_found', 'There is nothing at this address.') if kind.nil?
        return [204, headers.except('Content-Type').merge('Allow' => allow), []] if method == 'OPTIONS'

        unless allow.start_with?("#{method},")
          headers['Allow'] = allow
          raise Refusal.new(405, 'method_not_allowed', "#{method} is not possible here.")
        end
        raise Refusal.new(413, 'too_large', "The request is longer than #{LARGEST_BODY} bytes.") if body.nil?

        case kind
        when 'status' then [200, headers, [JSON.generate(status(token))]]
        when 'callback' then [200, headers, [JSON.generate(callback(token))]]
        else
          check_poster(env['HTTP_SEC_FETCH_SITE'].to_s, origin, form)
          created = create(read_asked(media_type, body), env['HTTP_IDEMPOTENCY_KEY'].to_s, env)
          return [303, headers.except('Content-Type').merge('Location' => @checkout + created[:code]), []] if page

          [200, headers, [JSON.generate(created)]]
        end
      rescue StandardError => e
        refusal = e
        unless e.is_a?(Refusal)
          trouble("#{e.class} at #{e.backtrace&.first.to_s[/[^\/]*\z/]}")
          refusal = Refusal.new(500, 'internal_error', 'Something went wrong in the shop.')
        end
        headers['Retry-After'] = refusal.retry_after.to_s if refusal.retry_after.positive?
        if page && kind == 'create'
          return [refusal.status, headers.merge('Content-Type' => 'text/html; charset=utf-8'), [page_of(refusal)]]
        end

        problem = { type: "urn:mixpay-button:#{refusal.word}", title: refusal.message, status: refusal.status, code: refusal.word }
        headers['Content-Type'] = 'application/problem+json'
        [refusal.status, headers, [JSON.generate(problem.merge(refusal.members))]]
      end
    end

    # For a timer, each minute: asks for payments that may have been paid without a callback or a page.
    def sweep
      @ledger.order_ids.each do |order_id|
        @ledger.read(order_id)&.fetch(:attempts, [])&.each do |payment|
          # Watched until MixPay was asked after deadline and grace, so that a server that was down for a day catches up.
          watched = watched?(payment) && (under_way?(payment) || payment[:heard_at] < payment[:expires_at] + GRACE)
          look(payment, :sweep) if watched || payment[:owed]
        rescue Refusal
          # The next sweep tries it again.
        rescue StandardError => e
          # A shop that could not be told, say: no other payment waits for it.
          trouble("#{e.class} at a payment that was to be looked at")
        end
      rescue StandardError => e
        trouble("#{e.class} at an order that was to be looked at")
      end
    end

    # Where the shop cannot hear even that, nothing else is to fail for it.
    def trouble(error)
      @tell.call('trouble', { error: error })
    rescue StandardError
      warn("trouble: #{error}")
    end

    # The id of a purchase that has none: the same for the same nonce of the page, and another for any other.
    def order_id_of(nonce, item)
      mac('order', nonce, item)[0, 12].unpack1('H*')
    end

    # The one spelling of an amount ("010.500" becomes "10.5"), or nil where it is no plain decimal.
    def self.plain(amount)
      whole, fraction = amount.to_s.match(/\A(\d{1,30})(?:\.(\d{1,30}))?\z/)&.captures
      return if whole.nil?

      whole, fraction = whole.sub(/\A0+(?=\d)/, ''), fraction.to_s.sub(/0+\z/, '')
      fraction.empty? ? whole : "#{whole}.#{fraction}"
    end

    private

    def route(path)
      return ['create', ''] if path.chomp('/') == @address.path.chomp('/')

      path.match(%r{\A#{Regexp.escape(@address.path.chomp('/'))}/(status|callback)/(.*)\z}m)&.captures || [nil, '']
    end

    # Nil where there is too much of it, which is read nevertheless, so that the client reads the answer.
    def read_body(env)
      length = env['CONTENT_LENGTH'].to_i
      body = length.positive? ? env['rack.input'].read([length, 1_000_000].min).to_s : ''
      length > LARGEST_BODY ? nil : body.dup.force_encoding(Encoding::UTF_8)
    end

    # A browser says where a request comes from, and no page can forge that.
    def check_poster(site, origin, form)
      no_browser = site.empty? && origin.empty? # a form of another site's could come from an old one
      return if site == 'same-origin' || @own.include?(origin) || (no_browser && !form)

      raise Refusal.new(403, 'foreign_origin', 'Payments may not be started from this site.')
    end

    # The order's fields; whatever else was posted is ignored.
    def read_asked(media_type, body)
      form = media_type == 'application/x-www-form-urlencoded'
      unless form || media_type == 'application/json'
        raise Refusal.new(415, 'unsupported_media_type', 'The request is neither JSON nor a form.')
      end

      fields = begin
        form ? URI.decode_www_form(body).reject { |_, value| value.empty? }.to_h.transform_keys(&:to_sym) : JSON.parse(body, symbolize_names: true)
      rescue JSON::ParserError, ArgumentError
        nil
      end
      raise Refusal.new(400, 'bad_request', 'The request is not a JSON object.') unless body.valid_encoding? && fields.is_a?(Hash)

      asked = RULES.keys.to_h { |name| [name, fields[name]] }.compact
      asked.each do |name, value|
        holds = value.is_a?(String) && value.valid_encoding? && value.match?(RULES[name])
        next if holds && (!name.to_s.downcase.end_with?('returnto') || @own.include?(origin_of(value)))

        raise Refusal.new(422, 'invalid_field', "#{name} breaks its rule.", field: name)
      end
    end

    # What the page opens and asks.
    def create(asked, key, env)
      nonce = asked[:traceId] || (key.empty? ? SecureRandom.hex(16) : key[0, 255])
      # Where MixPay's page may send the payer afterwards: checked to be the shop's own, and no proof of anything.
      order = { item: '', returns: asked.slice(:returnTo, :failedReturnTo) }.merge(@order.call(asked, nonce.downcase, env))
      amount = Endpoint.plain(order[:amount]) || raise(ArgumentError, 'The price is no plain decimal.')
      order[:amount] = amount
      # The page shows one price and the shop names another: the payer must see it before anything is created.
      same = Endpoint.plain(asked[:quoteAmount] || amount) == amount && order[:asset].casecmp?(asked[:quoteAssetId] || order[:asset])
      raise Refusal.new(409, 'price_changed', 'The price has changed.', quoteAmount: amount, quoteAssetId: order[:asset]) unless same

      payment = payable(order)
      { code: payment[:code], traceId: payment[:trace_id], orderId: payment[:order_id], quoteAmount: payment[:amount],
        quoteAssetId: payment[:asset], expiresAt: iso(payment[:expires_at]), statusUrl: status_url(payment), now: iso(now),
        # A sandbox shows its codes below its own address. MixPay's own page does not know them.
        sandbox: @checkout.start_with?("#{@api}/") }
    end

    # The payer's view.
    def status(token)
      order_id, attempt = opened('status', token)
      payment = find(order_id, attempt) || raise(Refusal.new(410, 'forgotten', 'This payment is no longer known here.'))
      payment = glance(payment)
      if payment[:state] == 'superseded' && !under_way?(payment)
        raise Refusal.new(410, 'superseded', 'This payment link has been replaced.')
      end

      shown = case payment[:state]
              when 'paid' then 'success'
              when 'failed' then 'failed'
              when 'review' then payment[:status] == 'failed' ? 'failed' : 'auditing' # a person has to look
              else payment[:status].empty? ? 'unpaid' : payment[:status]
              end
      payment[:result].merge(status: shown, quoteAmount: payment[:amount], quoteAssetId: payment[:asset],
                             expiresAt: iso(payment[:expires_at]), now: iso(now))
    end

    # Unsigned, and without a result: so its body is not read. Which payment it is about is in the address.
    def callback(token)
      payment = find(*opened('callback', token))
      known = payment && look(payment, :callback)[1]
      # After anything but SUCCESS, MixPay calls again.
      raise Refusal.new(503, 'not_yet', 'What MixPay knows of this payment could not be read now.', retry_after: 15) unless known

      { code: 'SUCCESS' }
    end

    # ── One order, one payment ──────────────────────────────────────────────────────────────────────────────────────────────────

    # The order's payment that can be paid now: the one it has, or the next. Each step looks at what is stored and brings it further,
    # so that it does not matter which other processes do the same. At most one create is sent.
    def payable(order)
      sent = false
      patience = now + PATIENCE
      while now < patience
        record = @ledger.read(order[:order_id])
        refuse_settled(record)
        payment = record && record[:attempts].last
        if payment.nil? || %w[failed superseded].include?(payment[:state])
          raise Refusal.new(503, 'attempt_ended', 'The earlier payment link has ended. Please try again.', retry_after: 1) if sent

          sent = start(order, (payment ? payment[:attempt] : 0) + 1)
          next
        end
        same = payment[:amount] == order[:amount] && payment[:item] == order[:item] && payment[:asset].casecmp?(order[:asset])
        late = now - payment[:expires_at]
        if payment[:state] == 'creating' && payment[:claimed_until] > now
          sleep 0.05 # another click is being answered; its payment will be this one's
          next
        end
        if payment[:state] == 'creating' && same && late < -60_000
          break if sent

          sent = send_again(payment)
          next
        end
        usable = payment[:state] == 'open' && same
        if usable && late.negative?
          payment = glance(payment) unless sent
          return payment if payment[:state] == 'open'

          next
        end
        payment, known = look(payment, :create)
        next unless %w[creating open].include?(payment[:state])

        if under_way?(payment)
          return payment if usable

          raise already_paid(payment)
        end
        raise busy(2) unless known # nothing is replaced that may just have been paid
        if usable && late < GRACE
          raise Refusal.new(503, 'just_expired', 'The last payment link has just expired.', retry_after: (GRACE - late) / 1000 + 1)
        end

        change(payment, 'creating', 'open') { |latest| latest[:state] = 'superseded' }
      end
      raise busy(1)
    end

    # Paid, being paid by a link that was replaced, or waiting for a person: no further code.
    def refuse_settled(record)
      settled = record && record[:attempts].find do |payment|
        %w[paid review].include?(payment[:state]) || (payment[:state] == 'superseded' && under_way?(payment))
      end
      raise already_paid(settled) if settled
    end

    # Writes the next attempt down, then sends it. False where another click was faster.
    def start(order, attempt)
      raise Refusal.new(409, 'order_closed', 'This order can no longer be paid.') if attempt > MOST_ATTEMPTS

      order_id, amount, asset = order.values_at(:order_id, :amount, :asset)
      expires = now + LIFETIME
      # Nobody without the secret can guess it, and the same order at the same price has the same one, should the store be lost.
      trace = uuid(mac('trace', payee_key(@payee), order_id, asset.downcase, amount, @settlement.downcase, attempt))
      body = { payeeId: @payee, quoteAmount: amount, quoteAssetId: asset, settlementAssetId: @settlement, traceId: trace,
               expiredTimestamp: expires / 1000, **order[:returns] }
      # MixPay cannot reach a machine without a public address; a sandbox runs on the same machine.
      if !loopback?(@endpoint) || loopback?(@api)
        token = "#{order_id}.#{attempt}.#{base64url(mac('callback', order_id, attempt))}"
        body.update(callbackEvent: 'pending|paid_less', callbackUrl: "#{@endpoint}/callback/#{token}")
      end
      payment = { order_id: order_id, attempt: attempt, trace_id: trace, item: order[:item], amount: amount, asset: asset,
                  body: JSON.generate(body), state: 'creating', code: '', claimed_until: now + CLAIM, expires_at: expires, asked_at: 0,
                  heard_at: 0, status: '', result: {}, owed: nil }
      written = @ledger.update(order_id) { |record| record[:attempts].push(payment) if record[:attempts].length == attempt - 1 }
      send_create(payment) if written
      !written.nil?
    end

    # A create whose answer was lost: the identical body again. False where another click was faster.
    def send_again(payment)
      claimed = change(payment, 'creating') do |latest|
        latest[:claimed_until] = now + CLAIM if latest[:claimed_until] == payment[:claimed_until]
      end
      send_create(payment) if claimed
      !claimed.nil?
    end

    def send_create(payment)
      answer = ask(:create, :post, '/v1/one_time_payment', payment[:body])
      code = answer[:data][:code] if answer[:data].is_a?(Hash)
      if answer[:success] == true && code.is_a?(String) && code.match?(/\A[A-Za-z0-9_-]{1,64}\z/)
        change(payment, 'creating') { |latest| latest.update(state: 'open', code: code) }
        return
      end
      api = answer[:code].is_a?(Integer) ? answer[:code] : -1
      raise unavailable if PASSING.include?(api)

      # Refused for good, or MixPay has had this trace before: the payment's result decides.
      result = result_of(payment, :create)
      if result.nil?
        # A trace that MixPay may have had could be paid by whoever has its link: watched as one that was replaced.
        change(payment, 'creating') { |latest| latest[:state] = UNMADE.include?(api) ? 'failed' : 'superseded' }
        return if KNOWN.include?(api)

        raise Refusal.new(WORDS.key?(api) ? 422 : 502, WORDS.fetch(api, 'mixpay_refused'),
                          'The payment service did not take this order.', apiCode: api)
      end
      return unless settle(payment, result)[:state] == 'creating'

      # MixPay makes the trace the code.
      change(payment, 'creating') { |latest| latest.update(api == 10065 ? { state: 'superseded' } : { state: 'open', code: payment[:trace_id] }) }
    rescue Refusal
      change(payment, 'creating') { |latest| latest[:claimed_until] = 0 } # nothing is known: the next click sends the same again
      raise
    end

    def already_paid(payment)
      Refusal.new(409, 'already_paid', 'This order has been paid.', statusUrl: status_url(payment), orderId: payment[:order_id])
    end

    # ── What became of a payment, read from MixPay ──────────────────────────────────────────────────────────────────────────────

    # Reads what became of a payment, at most once in two seconds: of all pages and callbacks, one asks. A page takes what is known; a
    # callback, and a click that needs the truth, wait for their turn.
    # Returns the payment, and whether MixPay was asked just now.
    def look(payment, lane)
      began = now
      gap = lane == :poll ? 4_000 : 2_000
      while now < began + PATIENCE
        unless watched?(payment)
          deliver(payment) if payment[:owed]
          return [payment, true]
        end
        # abs: a clock set back must not stop the reads.
        if (now - payment[:asked_at]).abs >= gap
          claimed = change(payment, payment[:state]) { |latest| latest[:asked_at] = now if latest[:asked_at] == payment[:asked_at] }
          return [settle(payment, result_of(payment, lane)), true] if claimed
        end
        return [payment, false] if lane == :poll

        recent = payment[:asked_at] >= (lane == :create ? now - gap : began)
        return [payment, true] if recent && payment[:heard_at] >= payment[:asked_at]

        sleep 0.05
        payment = find(payment[:order_id], payment[:attempt])
      end
      [payment, false]
    end

    # The same, but where MixPay gives no answer the payer gets what is known already.
    def glance(payment)
      look(payment, :poll).first
    rescue Refusal
      payment
    end

    # Nil where MixPay knows no such trace.
    def result_of(payment, lane)
      answer = ask(lane, :get, "/v1/payments_result?with=payment,transactions&traceId=#{payment[:trace_id]}")
      data, success = answer[:data], answer[:success] == true
      return if ABSENT.include?(answer[:code]) || (success && (data.nil? || data.empty?))
      raise unavailable unless success && data.is_a?(Hash) && data[:status].is_a?(String)

      data
    end

    # Writes down what MixPay said. An end is never taken back; an order is released once.
    def settle(payment, data)
      if data.nil? # nothing is known there at this moment: money that was seen before has not gone
        change(payment, 'creating', 'open', 'superseded') { |latest| latest[:heard_at] = now }
        return find(payment[:order_id], payment[:attempt])
      end
      status = data[:status]
      status = 'pending' unless [*OPEN, 'success', 'failed'].include?(status) # an unknown status is never success
      last = data[:transactions].is_a?(Array) && data[:transactions].last.is_a?(Hash) ? data[:transactions].last : {}
      told = SHOWN.to_h { |name| [name, data[name].nil? ? last[name] : data[name]] }.select { |_, value| [String, Integer].include?(value.class) }
      state = nil
      if !about?(data, payment, %w[success failed].include?(status))
        state, status, told = 'review', 'auditing', {} # a result about another payment is not shown
      elsif status == 'success'
        state = payment[:state] != 'superseded' && @fits.call(payment) ? 'paid' : 'review'
      elsif status == 'failed'
        money = told[:paymentAmount].to_s.match?(/[1-9]/) || !told[:txid].to_s.empty? || !last.empty? || WITH_MONEY.include?(told[:failureCode].to_s)
        state = money ? 'review' : 'failed'
      end
      @ledger.update(payment[:order_id]) do |record|
        latest = record[:attempts][payment[:attempt] - 1]
        next unless watched?(latest)

        latest.update(status: status, result: told, heard_at: now)
        next if state.nil?

        state = 'review' if state == 'paid' && (latest[:state] == 'superseded' || record[:released]) # replaced meanwhile, or paid twice
        record[:released] = latest[:trace_id] if state == 'paid'
        latest.update(state: state, owed: state == 'failed' ? nil : state)
      end
      deliver(payment) if state
      find(payment[:order_id], payment[:attempt])
    end

    # What the shop must be told stays in the record until `tell` has returned: after a crash it is told again.
    def deliver(payment)
      @ledger.update(payment[:order_id]) do |record|
        latest = record[:attempts][payment[:attempt] - 1]
        next if latest[:owed].nil?

        @tell.call(latest[:owed], latest)
        latest[:owed] = nil
      end
    end

    # Whether a result is this payment's: what is named must fit, and of an end all must be named.
    def about?(data, payment, ended)
      same = {
        traceId: data[:traceId].to_s.casecmp?(payment[:trace_id]),
        payeeId: payee_key(data[:payeeId].to_s) == payee_key(@payee),
        quoteAssetId: data[:quoteAssetId].to_s.casecmp?(payment[:asset]),
        quoteAmount: Endpoint.plain(data[:quoteAmount]) == payment[:amount] # "10.00000000" is "10"
      }
      same.all? { |name, holds| holds || (!ended && data[name].nil?) }
    end

    # ── MixPay's API ────────────────────────────────────────────────────────────────────────────────────────────────────────────

    # MixPay's envelope, whatever it says.
    def ask(lane, method, path, body = nil)
      leave = @ledger.with_calls do |calls|
        calls[:at].select! { |at| (now - at).abs < 60_000 }
        silent = calls[:silent_until] > now && calls[:silent_until] < now + 60_000
        calls[:at].push(now) if !silent && calls[:at].length < LIMITS.fetch(lane)
      end
      raise busy(10) if leave.nil?

      response, text = exchange(method, URI(@api + path), body)
      # Amounts as they were written: a float would round them.
      answer = JSON.parse(text.gsub(/("\w+Amount"\s*:\s*)(-?\d[\d.eE+-]*)/, '\1"\2"'), symbolize_names: true)
      raise JSON::ParserError unless answer.is_a?(Hash)

      tired = response.code == '429' || answer[:code] == 1429
      be_silent(response['retry-after']) if tired || response['x-ratelimit-remaining'] == '0'
      raise unavailable if tired

      answer
    rescue JSON::ParserError, SystemCallError, IOError, SocketError, Timeout::Error, OpenSSL::SSL::SSLError, Net::ProtocolError,
           Net::HTTPBadResponse, Net::HTTPHeaderSyntaxError
      be_silent(response['retry-after']) if response&.code == '429'
      trouble("#{method.to_s.upcase} #{@api} was not answered, or not as MixPay does: is it running, and can it be reached?")
      raise unavailable
    end

    # One request, never repeated and never redirected.
    def exchange(method, uri, body)
      headers = { 'Accept' => 'application/json', 'Accept-Encoding' => 'identity', 'Connection' => 'close' }
      headers['Content-Type'] = 'application/json' if body
      http = Net::HTTP.new(uri.host, uri.port)
      http.use_ssl = uri.scheme == 'https'
      http.open_timeout = http.read_timeout = http.write_timeout = TIMEOUT
      http.max_retries = 0
      text = +''
      # Of the whole exchange: those above count anew with each byte.
      response = Timeout.timeout(TIMEOUT) do
        http.start do
          http.request(Net::HTTP.const_get(method.capitalize).new(uri, headers), body) do |incoming|
            incoming.read_body { |chunk| (text << chunk).length > LARGEST_ANSWER && raise(IOError, 'too long') }
          end
        end
      end
      [response, text.force_encoding(Encoding::UTF_8).scrub]
    end

    def be_silent(retry_after)
      wait = retry_after.to_s.match?(/\A\d{1,5}\z/) ? retry_after.to_i.clamp(1, 59) : 20
      @ledger.with_calls { |calls| calls[:silent_until] = now + wait * 1000 }
    end

    def unavailable
      Refusal.new(503, 'mixpay_unavailable', 'The payment service cannot be reached at the moment.', retry_after: 5)
    end

    def busy(seconds)
      Refusal.new(503, 'busy', 'Too many payments are being started at this moment.', retry_after: seconds)
    end

    # ── Addresses that only we can make ─────────────────────────────────────────────────────────────────────────────────────────

    def status_url(payment)
      upto = [payment[:expires_at], now].max / 1000 + 48 * 3600
      fields = payment[:order_id], payment[:attempt], upto
      "#{@address.path.chomp('/')}/status/#{fields.join('.')}.#{base64url(mac('status', *fields))}"
    end

    # Order and attempt of an address of ours that still holds.
    def opened(kind, token)
      upto = kind == 'status' ? '\.([1-9]\d{0,11})' : ''
      *fields, given = token.match(/\A([A-Za-z0-9_-]{6,36})\.([1-9]\d{0,5})#{upto}\.([A-Za-z0-9_-]{43})\z/)&.captures
      genuine = given && OpenSSL.secure_compare(base64url(mac(kind, *fields)), given)
      unless genuine && (kind != 'status' || fields[2].to_i * 1000 >= now)
        raise Refusal.new(404, 'not_found', 'This payment is not known here.')
      end

      [fields[0], fields[1].to_i]
    end

    # HMAC-SHA-256 over length-prefixed fields, so that no two lists run together into the same bytes.
    def mac(*fields)
      OpenSSL::HMAC.digest('SHA256', @secret, fields.map { |field| "#{field.to_s.bytesize}:#{field}" }.join(','))
    end

    # ── Small things ────────────────────────────────────────────────────────────────────────────────────────────────────────────

    def find(order_id, attempt)
      @ledger.read(order_id)&.dig(:attempts, attempt - 1)
    end

    # Changes a payment while it is in one of these states; nil where it is not, or where the block returns nil.
    def change(payment, *states)
      @ledger.update(payment[:order_id]) do |record|
        latest = record[:attempts][payment[:attempt] - 1]
        yield latest if states.include?(latest[:state])
      end
    end

    def watched?(payment)
      %w[creating open superseded].include?(payment[:state])
    end

    def under_way?(payment)
      !['', 'unpaid'].include?(payment[:status])
    end

    def page_of(refusal)
      title = CGI.escapeHTML(refusal.message)
      quote = refusal.members.values_at(:quoteAmount, :quoteAssetId)
      price = quote.all? ? CGI.escapeHTML("It is now #{quote.join(' ')}.") : ''
      "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>#{title}</title>" \
        "<h1>#{title}</h1><p>#{price}</p><p><a href=\"#{@origin}/\">Back to the shop</a></p></html>"
    end

    # The origin of an https address (http on this machine), or nothing.
    def origin_of(url)
      found = url.match(%r{\A(https?)://([a-z0-9.-]+|\[[0-9a-f:]+\])(:\d{1,5})?([/?#][^\s\\]*)?\z}i)
      return '' if found.nil? || (found[1].downcase == 'http' && !loopback?(url.downcase))

      default = found[1].downcase == 'http' ? ':80' : ':443'
      "#{found[1]}://#{found[2]}".downcase + (found[3] == default ? '' : found[3].to_s)
    end

    def loopback?(url)
      url.match?(%r{\Ahttps?://(localhost|127\.\d+\.\d+\.\d+|\[::1\])(?=[:/]|\z)})
    end

    # A payee's id in one spelling: MixPay writes it with dashes or without.
    def payee_key(payee_id)
      payee_id.delete('-').downcase
    end

    def uuid(bytes)
      bytes.setbyte(6, bytes.getbyte(6) & 0x0f | 0x40)
      bytes.setbyte(8, bytes.getbyte(8) & 0x3f | 0x80)
      bytes[0, 16].unpack1('H*').sub(/\A(.{8})(.{4})(.{4})(.{4})/, '\1-\2-\3-\4-')
    end

    def base64url(bytes)
      [bytes].pack('m0').tr('+/', '-_').delete('=')
    end

    def iso(milliseconds)
      Time.at(milliseconds / 1000, milliseconds % 1000, :millisecond).utc.iso8601(3)
    end

    def now
      Process.clock_gettime(Process::CLOCK_REALTIME, :millisecond)
    end
  end
end

# ── Your shop ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

# Required by a file of your own, this one ends here.
return unless $PROGRAM_NAME == __FILE__

# They stand for your database, and for the visitor who is signed in.
ORDERS = {
  'order-1001' => { customer: 'ada', total: '19.90' },
  'order-1002' => { customer: 'grace', total: '5.00' }
}.freeze
PRICES = { 't-shirt-xl' => '25.00' }.freeze
customer_of = ->(env) { env['HTTP_COOKIE'].to_s[/\bcustomer=(\w+)/, 1] }

# The one place that says what is paid. It checks that this visitor may pay this order, and changes nothing.
order = lambda do |asked, nonce, env|
  unknown = MixPay::Refusal.new(404, 'order_unknown', 'There is no such order.')
  if asked[:orderId]
    found = ORDERS[asked[:orderId]]
    raise unknown if found.nil? || found[:customer] != customer_of.call(env)

    next { order_id: asked[:orderId], amount: found[:total], asset: 'usd' }
  end
  # A thing on a static page: each purchase becomes an order of its own.
  price = PRICES[asked[:item]] || raise(unknown)
  { order_id: ENDPOINT.order_id_of(nonce, asked[:item]), item: asked[:item], amount: price, asset: 'usd' }
end

# A cart can grow after its code was made. What no longer fits is left to a person.
fits = ->(payment) { !payment[:item].empty? || MixPay::Endpoint.plain(ORDERS.dig(payment[:order_id], :total)) == payment[:amount] }

# "paid" releases the goods: make it idempotent by payment[:trace_id], for after a crash it is told again. "review" needs a person: paid
# twice, paid by an old link, failed with money. Be quick: no other order is written meanwhile.
tell = ->(what, payment) { warn(payment[:order_id] ? "#{payment[:order_id]} is #{what}" : "#{what}: #{payment[:error]}") }

ENDPOINT = MixPay::Endpoint.new(
  data: ENV.fetch('MIXPAY_DATA'),
  payee_id: ENV.fetch('MIXPAY_PAYEE_ID'), # who is paid: your MixPay account
  secret: ENV.fetch('MIXPAY_SECRET'),
  settlement_asset_id: '4d8c508b-91c5-375b-92b0-ee702ed2dac5', # in what: USDT (ERC-20)
  endpoint: 'http://localhost:3000/api/mixpay', # its public address
  origins: [], # of pages on other hosts that may use it
  # The sandbox. For real payments: https://api.mixpay.me and https://mixpay.me/code/
  api: 'http://localhost:4010',
  checkout: 'http://localhost:4010/code/',
  order: order, fits: fits, tell: tell
)

Thread.new do
  loop do
    ENDPOINT.sweep
    sleep 60
  rescue StandardError => e
    ENDPOINT.trouble("#{e.class} in the sweep")
    sleep 60
  end
end

require 'stringio'
require 'webrick'

# What Puma does for a Rack application, in a few lines of WEBrick.
class Servlet < WEBrick::HTTPServlet::AbstractServlet
  def service(request, response)
    body = request['content-length'].to_i.positive? ? request.body : ''
    env = request.meta_vars.merge('SCRIPT_NAME' => '', 'PATH_INFO' => request.path, 'rack.input' => StringIO.new(body))
    response.status, headers, parts = ENDPOINT.call(env)
    headers.each { |name, value| response[name] = value }
    response.body = parts.join
  end
end

address = ENDPOINT.address
logger = WEBrick::Log.new($stderr, WEBrick::Log::WARN)
server = WEBrick::HTTPServer.new(BindAddress: address.host, Port: address.port, Logger: logger, AccessLog: []) # addresses are secret
server.mount('/', Servlet)
%w[INT TERM].each { |signal| trap(signal) { server.shutdown } }
server.start

/*
 * No script builds the name of a key: ioredis puts its `keyPrefix` before the KEYS it is given and before no others,
 * and a cluster allows a script no other keys either. Each returns text or a list of texts, whatever a client makes of numbers.
 */

/** KEYS: record. */
export const GET = `
local found = redis.call('HMGET', KEYS[1], 'value', 'version')
if not found[1] then return {} end
return found`;

/**
 * KEYS: record, due list. ARGV: name, value, version, ifVersion or '', dueAt or '', ttl in ms or ''.
 * Returns the version that is there now: the one given, where it was written.
 */
export const PUT = `
local version = redis.call('HGET', KEYS[1], 'version') or ''
if version ~= ARGV[4] then return version end
redis.call('HSET', KEYS[1], 'value', ARGV[2], 'version', ARGV[3])
if ARGV[6] == '' then redis.call('PERSIST', KEYS[1]) else redis.call('PEXPIRE', KEYS[1], ARGV[6]) end
if ARGV[5] == '' then redis.call('ZREM', KEYS[2], ARGV[1]) else redis.call('ZADD', KEYS[2], ARGV[5], ARGV[1]) end
return ARGV[3]`;

/** KEYS: due list. ARGV: before, limit, '-inf' or '(' and the time after which. Returns names, oldest first. */
export const DUE_NAMES = `return redis.call('ZRANGEBYSCORE', KEYS[1], ARGV[3], ARGV[1], 'LIMIT', 0, ARGV[2])`;

/**
 * KEYS: due list, then a record for each name. ARGV: before, limit, then the names. Returns name, value and version of those
 * that are still due. A record that has expired leaves its place in the list behind, which is taken away here.
 */
export const DUE_RECORDS = `
local found = {}
for i = 2, #KEYS do
  if #found == 3 * tonumber(ARGV[2]) then break end
  local name = ARGV[i + 1]
  local row = redis.call('HMGET', KEYS[i], 'value', 'version')
  local at = redis.call('ZSCORE', KEYS[1], name)
  if not row[1] then
    redis.call('ZREM', KEYS[1], name)
  elseif at and tonumber(at) <= tonumber(ARGV[1]) then
    found[#found + 1] = name
    found[#found + 1] = row[1]
    found[#found + 1] = row[2]
  end
end
return found`;

/** KEYS: record, which only says which node to ask. Returns the memory section of INFO, or nothing where it may not be read. */
export const MEMORY = `
local info = redis.pcall('INFO', 'memory')
if type(info) == 'table' then return KEYS[1] and '' end
return info`;

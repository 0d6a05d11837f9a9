import { lookup as resolve } from 'node:dns'
import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import { deliveryFailed, targetRefused } from '../errors.ts'

const ANSWER_MS = 10_000

// RFC 1918, RFC 6598, RFC 3927, RFC 1122, RFC 6890, RFC 3056, RFC 8215, RFC 4193,
// RFC 4291.
const INTERNAL = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16'],
  ...['172.16.0.0/12', '192.0.0.0/24', '192.168.0.0/16', '198.18.0.0/15', '224.0.0.0/3'],
  ...['::/127', '64:ff9b::/96', '64:ff9b:1::/48', '2002::/16', 'fc00::/7', 'fe80::/10', 'ff00::/8'],
]

/** True for addresses that only hosts of private networks have. */
export function internalAddress(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address
  if (isIP(mapped) === 4) return ranges().check(mapped, 'ipv4')
  // An IPv4 address in any other clothes of IPv6 is refused without a look at it.
  return /^::ffff:/i.test(mapped) || ranges().check(mapped, 'ipv6')
}

function ranges(): BlockList {
  const list = new BlockList()
  for (const range of INTERNAL) {
    const [net = '', bits] = range.split('/')
    list.addSubnet(net, Number(bits), isIP(net) === 6 ? 'ipv6' : 'ipv4')
  }
  return list
}

export interface Post {
  url: string
  /** The same for each attempt, so that the other side can tell a repetition. */
  id: string
  body: unknown
  internalHosts: readonly string[]
}

/**
 * Posts JSON; follows no redirect, and connects to no internal address that is not allowed by name.
 *
 * @throws pipelines.target-refused, pipelines.delivery-failed
 */
export async function postWebhook({ url, id, body, internalHosts }: Post): Promise<void> {
  const target = new URL(url)
  const allowed = internalHosts.some((host) => host === target.hostname || host === target.host)
  const literal = target.hostname.replace(/^\[|\]$/g, '')
  if (!allowed && isIP(literal) && internalAddress(literal))
    throw targetRefused({ target: target.origin, reason: 'it is an internal address' })
  const text = JSON.stringify(body)
  const status = await send(target, { text, id, lookup: allowed ? undefined : publicOnly })
  if (status < 200 || status >= 300)
    throw deliveryFailed({ target: target.origin, reason: `it answered ${status}` })
}

function send(
  target: URL,
  { text, id, lookup }: { text: string; id: string; lookup: LookupFunction | undefined },
): Promise<number> {
  const ask = target.protocol === 'https:' ? requestHttps : requestHttp
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    'user-agent': 'millrace',
    'idempotency-key': id,
  }
  return new Promise((done, fail) => {
    const failed = (error: Error) =>
      fail(deliveryFailed({ target: target.origin, reason: error.message }, { cause: error }))
    const signal = AbortSignal.timeout(ANSWER_MS)
    const options = { method: 'POST', headers, signal, ...(lookup && { lookup }) }
    const asked = ask(target, options, (response) => {
      response.resume()
      response.on('error', failed)
      response.on('end', () => done(response.statusCode ?? 0))
    })
    asked.on('error', failed)
    asked.end(text)
  })
}

/** Looks a name up once and lets the connection use what was judged, so no answer can change. */
const publicOnly: LookupFunction = (hostname, options, callback) => {
  resolve(hostname, { ...options, all: true }, (error, addresses) => {
    const inside = addresses?.find(({ address }) => internalAddress(address))
    const refused = inside && new TypeError(`"${hostname}" is at an internal address`)
    const [first] = addresses ?? []
    if (error || refused || !first) return callback(error ?? refused ?? null, '', 4)
    if (options.all) return callback(null, addresses)
    callback(null, first.address, first.family)
  })
}

import { type LookupAddress, lookup as resolveName } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import { networkInterfaces } from 'node:os'
import { defineError } from './errors.ts'

/** A place inside a private network, where nothing that people write down may lead the platform. */
export const internalAddress = defineError<{ host: string }>({
  code: 'outbound.internal-address',
  kind: 'denied',
  message: ({ host }) =>
    `"${host}" is at an internal address, which is not allowed: ` +
    'who operates the platform allows it by MILLRACE_INTERNAL_HOSTS',
})

export interface OutboundTarget {
  host: string
  port: number
}

/** The one guard of connections that lead to where a person has said. */
export interface Outbound {
  /**
   * For clients that connect by themselves: they ask it at each connection and connect to what it
   * has judged, so that no later answer of a name server counts. It refuses in the same way.
   *
   * @throws outbound.internal-address for an address in plain sight, which no client looks up
   */
  lookupFor(target: OutboundTarget): LookupFunction
  /** For clients that take an address alone. @throws outbound.internal-address */
  resolve(target: OutboundTarget): Promise<string>
}

// RFC 1918, RFC 6598, RFC 3927 (metadata services too), RFC 1122, RFC 6890, RFC 3056, RFC 8215,
// RFC 4193, RFC 4291.
const INTERNAL = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16'],
  ...['172.16.0.0/12', '192.0.0.0/24', '192.168.0.0/16', '198.18.0.0/15', '224.0.0.0/3'],
  ...['::/127', '64:ff9b::/96', '64:ff9b:1::/48', '2002::/16', 'fc00::/7', 'fe80::/10', 'ff00::/8'],
]

/** `internalHosts`: `name` or `name:port`, which may be reached wherever they are. */
export function createOutbound({ internalHosts }: { internalHosts: readonly string[] }): Outbound {
  const allowed = ({ host, port }: OutboundTarget) =>
    internalHosts.some((one) => one === host || one === `${host}:${port}`)
  const judged = (target: OutboundTarget, addresses: readonly LookupAddress[]) => {
    const inside = addresses.some(({ address }) => isInternal(address))
    return inside && !allowed(target) ? internalAddress({ host: target.host }) : undefined
  }
  const lookup =
    (port: number): LookupFunction =>
    (name, options, answer) => {
      resolveName(name, { ...options, all: true }, (error, addresses = []) => {
        const refused = error ? undefined : judged({ host: hostOf(name), port }, addresses)
        const [first] = addresses
        if (error || refused || !first) return answer(error ?? refused ?? null, '', 4)
        if (options.all) return answer(null, addresses)
        answer(null, first.address, first.family)
      })
    }
  const lookupFor = ({ host, port }: OutboundTarget) => {
    const plain = hostOf(host)
    const family = isIP(plain)
    const refused = family && judged({ host: plain, port }, [{ address: plain, family }])
    if (refused) throw refused
    return lookup(port)
  }
  return {
    lookupFor,
    async resolve(target) {
      const host = hostOf(target.host)
      const ask = lookupFor(target)
      if (isIP(host)) return host
      return new Promise((settle, fail) => {
        ask(host, {}, (error, address) => (error ? fail(error) : settle(String(address))))
      })
    },
  }
}

/** As a URL writes it or a person: an IPv6 address may stand in brackets. */
function hostOf(host: string): string {
  return host.replace(/^\[|\]$/g, '').toLowerCase()
}

/** True for addresses that only hosts of private networks have, and for this host's own. */
export function isInternal(address: string): boolean {
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
  for (const { address, family } of Object.values(networkInterfaces()).flatMap((one) => one ?? []))
    list.addAddress(address.split('%')[0]!, family === 'IPv6' ? 'ipv6' : 'ipv4')
  return list
}

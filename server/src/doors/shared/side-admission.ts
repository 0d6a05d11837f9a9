import { cookieOf } from './cookies.ts'
import type { Exchange } from './door.ts'
import { foreignPage } from './side-errors.ts'

/** The port that the request came in on. */
export function portOf({ sidePort = 0 }: Pick<Exchange, 'sidePort'>): number {
  return sidePort
}

/**
 * Cookies know no ports: the browser sends this port’s along with whatever a page of this host asks
 * here, be it the portal or one at another port. Only our own pages may use it; a person may
 * follow a link to a page from anywhere, since that only shows it.
 *
 * @throws side-pages.foreign-page
 */
export function demandOwnPage(
  { request, secure }: Pick<Exchange, 'request' | 'secure'>,
  { fromPortal = false }: { fromPortal?: boolean } = {},
): void {
  const { origin, host = '' } = request.headers
  const site = request.headers['sec-fetch-site']
  const changes = request.method !== 'GET' && request.method !== 'HEAD'
  if (origin !== undefined && origin !== originOf(host, secure)) throw foreignPage({ origin })
  if (site === undefined || site === 'same-origin' || site === 'none') return
  const shown = request.headers['sec-fetch-dest'] === 'document' && !changes
  // The entrance sets a cookie, so only the portal’s site may lead to it.
  const welcome = shown && (site === 'same-site' || !fromPortal)
  if (!welcome) throw foreignPage({ origin: origin ?? String(site) })
}

/** A WebSocket is read by whoever opened it. @throws side-pages.foreign-page */
export function demandOwnSocket({ request, secure }: Pick<Exchange, 'request' | 'secure'>): void {
  const { origin, host = '' } = request.headers
  if (origin !== originOf(host, secure)) throw foreignPage({ origin: origin ?? 'unknown' })
}

function originOf(host: string, secure: boolean): string {
  return `${secure ? 'https' : 'http'}://${host}`
}

/** @throws door.cookie-twice */
export function passOf(
  exchange: Pick<Exchange, 'request' | 'sidePort'>,
  kind: string,
): string | undefined {
  return cookieOf(exchange.request, cookieName(exchange, kind))
}

export function setPass(exchange: Exchange, kind: string, pass: string): void {
  const safe = exchange.secure ? '; Secure' : ''
  const cookie = `${cookieName(exchange, kind)}=${pass}; Path=/; HttpOnly; SameSite=Strict${safe}`
  exchange.response.setHeader('set-cookie', cookie)
}

/** One for each port, since all ports of a host share their cookies. */
function cookieName(exchange: Pick<Exchange, 'sidePort'>, kind: string): string {
  return `millrace_${kind}_${portOf(exchange)}`
}

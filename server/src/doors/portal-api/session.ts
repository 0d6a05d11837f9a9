import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Caller, Origin } from '../../contexts/identity/index.ts'
import { cookieOf } from '../shared/cookies.ts'
import type { Exchange } from '../shared/door.ts'
import type { PortalApiDeps } from './deps.ts'
import { foreignOrigin, invalidRequest, operatorOnly, signInRequired } from './errors.ts'

const COOKIE = 'millrace_session'
export const SESSION_SECONDS = 12 * 3600

/** Who calls, by bearer token or session cookie. @throws portal-api.sign-in-required */
export async function callerOf(
  deps: PortalApiDeps,
  request: IncomingMessage,
  from: Origin,
): Promise<Caller> {
  const token = bearerToken(request) ?? cookieToken(request)
  if (!token) throw signInRequired({})
  return deps.identity.verifyToken(token, from)
}

/** @throws portal-api.operator-only from a box, or without the token that lies in the home */
export function demandOperator(deps: PortalApiDeps, request: IncomingMessage, from: Origin): void {
  if (!presentsOperator(deps, request, from)) throw operatorOnly({})
}

/** True for who can read the home of the platform, where its own token lies; never from a box. */
export function presentsOperator(
  deps: PortalApiDeps,
  request: IncomingMessage,
  { box }: Origin,
): boolean {
  const presented = createHash('sha256')
    .update(bearerToken(request) ?? '')
    .digest()
  const wanted = createHash('sha256').update(deps.operatorToken).digest()
  return box === undefined && timingSafeEqual(presented, wanted)
}

/**
 * A browser sends the cookie along whoever made the page, so a change needs a JSON body, which no
 * foreign form can send, and an origin that is our own. A bearer token is never sent unasked.
 *
 * @throws portal-api.invalid-request, portal-api.foreign-origin
 */
export function demandOwnPage({ request, secure }: Exchange): void {
  if (request.method === 'GET' || request.method === 'HEAD') return
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/json')
    throw invalidRequest({ detail: 'a change needs content type "application/json"' })
  if (bearerToken(request)) return
  const { origin, host } = request.headers
  const own = `${secure ? 'https' : 'http'}://${host}`
  if (origin !== undefined && origin !== own && !sameOriginByFetch(request))
    throw foreignOrigin({ origin })
  if (origin === undefined && isForeignByFetch(request)) throw foreignOrigin({ origin: 'unknown' })
}

/** The browser's own word, which no page can forge: true behind a proxy that ends TLS too. */
function sameOriginByFetch(request: IncomingMessage): boolean {
  return request.headers['sec-fetch-site'] === 'same-origin'
}

function isForeignByFetch(request: IncomingMessage): boolean {
  const site = request.headers['sec-fetch-site']
  return site !== undefined && site !== 'same-origin' && site !== 'none'
}

function bearerToken(request: IncomingMessage): string | undefined {
  return /^Bearer ([^\s]+)$/i.exec(request.headers.authorization ?? '')?.[1]
}

/** @throws door.cookie-twice */
export function cookieToken(request: IncomingMessage): string | undefined {
  const value = cookieOf(request, COOKIE)
  return value === undefined ? undefined : decodeURIComponent(value)
}

export function openSession({ response, secure }: Exchange, token: string): void {
  response.setHeader('set-cookie', cookie(encodeURIComponent(token), SESSION_SECONDS, secure))
}

export function closeSession({ response, secure }: Exchange): void {
  response.setHeader('set-cookie', cookie('', 0, secure))
}

function cookie(value: string, seconds: number, secure: boolean): string {
  const safe = secure ? '; Secure' : ''
  return `${COOKIE}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Strict${safe}`
}

import { internalAddress } from '../../../foundation/outbound.ts'
import { hostKeyMismatch } from '../errors.ts'
import type { ConnectionSecret } from '../model/connection.ts'

export type ProblemKind =
  | 'internal-address'
  | 'name-unknown'
  | 'refused'
  | 'unreachable'
  | 'no-answer'
  | 'tls'
  | 'host-key-unknown'
  | 'host-key-other'
  | 'login-refused'
  | 'no-directory'
  | 'other'

/** Why the vendor's side could not be looked at, for who can mend it. */
export interface ConnectionProblem {
  kind: ProblemKind
  message: string
  /** What the server showed. */
  hostKeySha256?: string
}

const CODES: Readonly<Record<string, ProblemKind>> = {
  ENOTFOUND: 'name-unknown',
  EAI_AGAIN: 'name-unknown',
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  ETIMEDOUT: 'no-answer',
  UND_ERR_CONNECT_TIMEOUT: 'no-answer',
  UND_ERR_HEADERS_TIMEOUT: 'no-answer',
  UND_ERR_BODY_TIMEOUT: 'no-answer',
  EPROTO: 'tls',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls',
  SELF_SIGNED_CERT_IN_CHAIN: 'tls',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tls',
  UNABLE_TO_GET_ISSUER_CERT: 'tls',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'tls',
  CERT_HAS_EXPIRED: 'tls',
  CERT_NOT_YET_VALID: 'tls',
}
const REASONS: readonly (readonly [RegExp, ProblemKind])[] = [
  [/authentication methods failed|login|authenticat|\b530\b|answered 40[13]/i, 'login-refused'],
  [/InvalidAccessKeyId|SignatureDoesNotMatch|AccessDenied|Forbidden/i, 'login-refused'],
  [/no such (file|bucket)|NoSuchBucket|not found|\b550\b|answered 404/i, 'no-directory'],
  [/no answer|timed? ?out/i, 'no-answer'],
  [/certificate|wrong version number|\btls\b|\bssl\b/i, 'tls'],
]

const ADVICE: Readonly<Record<ProblemKind, string>> = {
  'internal-address': 'the platform connects to no internal address',
  'name-unknown': 'the name of the host is known to no name server: look for a typing mistake',
  refused: 'the host answers and nothing listens at that port',
  unreachable: 'there is no way to the host from here',
  'no-answer': 'nothing answered in time: a firewall may want to know the platform’s address',
  tls: 'no trusted TLS connection came about',
  'host-key-unknown': 'compare the fingerprint with what the vendor tells, and take it',
  'host-key-other': 'the server shows another key than the agreed one: ask the vendor why',
  'login-refused': 'the server refuses the user, the password or the key',
  'no-directory': 'the server has no such directory, or shows it to nobody',
  other: 'the vendor’s side cannot be looked at',
}
const TEXT_MAX = 300

/** What an error of a fetcher means; nothing of a secret is in it, whatever a server has echoed. */
export function connectionProblem(error: unknown, secret: ConnectionSecret): ConnectionProblem {
  if (hostKeyMismatch.matches(error)) return hostKeyProblem(error)
  const chain = [...causes(error)]
  const kind = internalAddress.matches(error) ? 'internal-address' : kindOf(chain)
  const said = withoutSecrets(textOf(error), secret)
  return { kind, message: `${ADVICE[kind]} (${said})` }
}

function hostKeyProblem(error: unknown): ConnectionProblem {
  const { seen, agreed } = (error as { facts: { seen: string; agreed?: string } }).facts
  const kind = agreed ? 'host-key-other' : 'host-key-unknown'
  return { kind, message: `${ADVICE[kind]}: ${seen}`, hostKeySha256: seen }
}

function kindOf(chain: readonly Error[]): ProblemKind {
  for (const one of chain) {
    const { code } = one as { code?: unknown }
    const known = typeof code === 'string' ? CODES[code] : undefined
    if (known) return known
    if (typeof code === 'string' && code.startsWith('ERR_TLS_')) return 'tls'
  }
  for (const { name, message } of chain) {
    const found = REASONS.find(([pattern]) => pattern.test(`${name} ${message}`))
    if (found) return found[1]
  }
  return 'other'
}

const CAUSES_MAX = 20

function* causes(error: unknown): Generator<Error> {
  const waiting = [error]
  for (let at = 0; at < Math.min(waiting.length, CAUSES_MAX); at += 1) {
    const one = waiting[at]
    if (!(one instanceof Error)) continue
    yield one
    waiting.push(one.cause, ...(one instanceof AggregateError ? one.errors : []))
  }
}

function textOf(error: unknown): string {
  const [first] = causes(error)
  if (!first) return String(error)
  const inner = first instanceof AggregateError ? (first.errors[0] as Error | undefined) : first
  return inner?.message || first.message || first.name
}

/** In one line, short, and with nothing of what is sealed. */
export function withoutSecrets(text: string, secret: ConnectionSecret): string {
  const values = Object.values(secret).filter((value) => value !== undefined && value !== '')
  const forms = values.flatMap((value) => [
    ...[value, encodeURIComponent(value), Buffer.from(value).toString('base64')],
  ])
  const clean = forms
    .sort((one, other) => other.length - one.length)
    .reduce((rest, form) => rest.replaceAll(form, '***'), text)
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
  return clean.length > TEXT_MAX ? `${clean.slice(0, TEXT_MAX)}…` : clean
}

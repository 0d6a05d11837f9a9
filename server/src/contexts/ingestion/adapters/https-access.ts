import { Agent, request } from 'undici'
import { fetchFailed } from '../errors.ts'
import type { FetcherOptions } from './fetcher.ts'

const TIMEOUT_MS = 30_000
const ANSWER_BYTES_MAX = 1 << 20
/** A token that ends within a moment may have ended when it comes. */
const SPARE_SECONDS = 30
const LIFE_SECONDS_DEFAULT = 300 // RFC 6749, 5.1 lets servers leave it out.

/** What opens a vendor’s server to us. */
export interface HttpsAccess extends AsyncDisposable {
  headers(): Promise<Record<string, string>>
  /** It was refused: false where asking again would bring the same. */
  forget(): boolean
}

/** Connects to that address as the agreement says, and to no internal one. */
export function agentTo(
  url: string,
  { connection, outbound }: Pick<FetcherOptions<'https'>, 'connection' | 'outbound'>,
): Agent {
  const { hostname, port } = new URL(url)
  return new Agent({
    headersTimeout: TIMEOUT_MS,
    bodyTimeout: TIMEOUT_MS,
    connect: {
      lookup: outbound.lookupFor({ host: hostname, port: Number(port || 443) }),
      ...(connection.authorityPem !== undefined && { ca: connection.authorityPem }),
    },
  })
}

export function httpsAccess(options: FetcherOptions<'https'>): HttpsAccess {
  const { connection, secret } = options
  const { oauth } = connection
  if (oauth) return tokenAccess(oauth, options)
  const own = authorization(connection.user, secret.password)
  return {
    headers: async () => own,
    forget: () => false,
    [Symbol.asyncDispose]: async () => {},
  }
}

function authorization(user: string | undefined, password: string | undefined) {
  const headers: Record<string, string> = {}
  if (password === undefined) return headers
  headers.authorization = user === undefined ? `Bearer ${password}` : basic(user, password)
  return headers
}

function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
}

type Oauth = NonNullable<FetcherOptions<'https'>['connection']['oauth']>

/** The client’s secret goes to where tokens are, and nowhere else. @see RFC 6749, 4.4 */
function tokenAccess(oauth: Oauth, options: FetcherOptions<'https'>): HttpsAccess {
  const agent = agentTo(oauth.tokenUrl, options)
  let token: Promise<Token> | undefined
  const current = async (): Promise<Token> => {
    token ??= askForToken(oauth, options, agent)
    const held = await token.catch((error: unknown) => {
      token = undefined
      throw error
    })
    if (held.endsAt > Date.now()) return held
    token = askForToken(oauth, options, agent)
    return await token
  }
  return {
    headers: async () => ({ authorization: `Bearer ${(await current()).text}` }),
    forget() {
      token = undefined
      return true
    },
    [Symbol.asyncDispose]: () => agent.destroy(),
  }
}

interface Token {
  text: string
  endsAt: number
}

async function askForToken(
  { tokenUrl, clientId, scope }: Oauth,
  { secret }: FetcherOptions<'https'>,
  dispatcher: Agent,
): Promise<Token> {
  const form = { grant_type: 'client_credentials', ...(scope !== undefined && { scope }) }
  // Both are encoded before they are joined. @see RFC 6749, 2.3.1
  const [id, word] = [clientId, secret.password ?? ''].map((text) => formEncoded(text))
  const answer = await request(tokenUrl, {
    ...{ dispatcher, method: 'POST', body: new URLSearchParams(form).toString() },
    headers: {
      authorization: basic(id ?? '', word ?? ''),
      'content-type': 'application/x-www-form-urlencoded',
      accept: 'application/json',
    },
  })
  const { access_token: text, expires_in: seconds } = await parsed(answer)
  const path = 'the token'
  if (answer.statusCode !== 200)
    throw fetchFailed({ path, reason: `its server answered ${answer.statusCode}` })
  if (typeof text !== 'string' || !/^[\x21-\x7e]+$/.test(text))
    throw fetchFailed({ path, reason: 'its server answered none' })
  const life = typeof seconds === 'number' && seconds > 0 ? seconds : LIFE_SECONDS_DEFAULT
  return { text, endsAt: Date.now() + Math.max(1, life - SPARE_SECONDS) * 1000 }
}

function formEncoded(text: string): string {
  return new URLSearchParams([['', text]]).toString().slice(1)
}

async function parsed({ body }: { body: AsyncIterable<Buffer> }): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.length
    if (bytes > ANSWER_BYTES_MAX)
      throw fetchFailed({ path: 'the token', reason: 'its server says too much' })
    chunks.push(chunk)
  }
  try {
    return { ...JSON.parse(Buffer.concat(chunks).toString('utf8')) }
  } catch {
    return {}
  }
}

import type { Static } from 'typebox'
import type { Origin } from '../../contexts/identity/index.ts'
import { DomainError } from '../../foundation/errors.ts'
import type { IcebergRestDeps } from './deps.ts'
import { tokenRefused } from './errors.ts'
import type { TokenRequest } from './schemas.ts'

const SECONDS = 3600
const TOKEN_EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange' // RFC 8693.
const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token'

/**
 * Issues a bearer token for an access key pair, or for a token that is still good.
 *
 * @throws iceberg-rest.token-refused
 * @see Iceberg REST, `getToken`; RFC 6749, section 4.4
 */
export async function getToken(
  { identity }: Pick<IcebergRestDeps, 'identity'>,
  request: Static<typeof TokenRequest>,
  from: Origin & { authorization: string | undefined },
): Promise<object> {
  const caller =
    request.grant_type === TOKEN_EXCHANGE
      ? await exchanged(identity, request.subject_token ?? '', from)
      : await signedIn(identity, request, from)
  return {
    access_token: await identity.issueToken(caller, SECONDS),
    token_type: 'bearer',
    expires_in: SECONDS,
    issued_token_type: ACCESS_TOKEN,
  }
}

type Identity = IcebergRestDeps['identity']

async function exchanged(identity: Identity, token: string, from: Origin) {
  try {
    return await identity.verifyToken(token, from)
  } catch (error) {
    throw refused(error, { error: 'invalid_grant', reason: 'the subject token is not good' })
  }
}

async function signedIn(
  identity: Identity,
  request: Static<typeof TokenRequest>,
  from: Origin & { authorization: string | undefined },
) {
  if (request.grant_type !== 'client_credentials')
    throw tokenRefused({
      error: 'unsupported_grant_type',
      reason: `grant type "${request.grant_type}" is not supported`,
    })
  const { id, secret } = pairOf(request, from.authorization)
  const caller = await identity.signInWithKey({ accessKeyId: id, secretAccessKey: secret }, from)
  if (caller) return caller
  const reason = 'client id and secret are no access key pair'
  throw tokenRefused({ error: 'invalid_client', reason })
}

function refused(error: unknown, facts: { error: string; reason: string }): unknown {
  const expected = error instanceof DomainError && error.kind !== 'internal'
  return expected ? tokenRefused(facts, { cause: error }) : error
}

/** From the form, or from HTTP Basic, where both parts are form-encoded (RFC 6749, 2.3.1). */
function pairOf(request: Static<typeof TokenRequest>, authorization = '') {
  const basic = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(authorization)?.[1]
  if (basic === undefined)
    return { id: request.client_id ?? '', secret: request.client_secret ?? '' }
  const [id = '', ...secret] = Buffer.from(basic, 'base64').toString('utf8').split(':')
  return { id, secret: secret.join(':') }
}

import type { Caller, Identity } from '../../contexts/identity/index.ts'
import type { Clock } from '../../foundation/clock.ts'
import { authenticateAws } from './authenticate-aws.ts'
import type { Exchange } from './door.ts'
import { bodyTooLarge } from './signature-errors.ts'
import { readBody } from './verified-body.ts'
import { bodyTooSlow, scopedToOtherService } from './wire.ts'

export interface SignedRequestLimits {
  /** The service that the credential scope must name. */
  service: string
  bytesMax: number
  seconds: number
}

/**
 * The caller and the whole, verified body of a request to one service, bounded in size and time.
 *
 * @throws what `authenticateAws` throws, door.scoped-to-other-service, door.body-too-slow
 */
export async function readSignedRequest(
  authentication: { identity: Pick<Identity, 'authenticate'>; clock: Clock },
  exchange: Exchange,
  limits: SignedRequestLimits,
): Promise<{ caller: Caller; body: Buffer }> {
  const { bytesMax, seconds } = limits
  const announced = Number(exchange.request.headers['content-length'] ?? 0)
  if (announced > bytesMax) throw bodyTooLarge({ bytesMax })
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(bodyTooSlow({ seconds })), seconds * 1000)
  try {
    return await Promise.race([read(authentication, exchange, limits), late])
  } finally {
    clearTimeout(timer)
  }
}

async function read(
  { identity, clock }: { identity: Pick<Identity, 'authenticate'>; clock: Clock },
  exchange: Exchange,
  { service, bytesMax }: SignedRequestLimits,
): Promise<{ caller: Caller; body: Buffer }> {
  const signed = await authenticateAws(identity, exchange, { now: clock })
  if (signed.scope.service !== service) throw scopedToOtherService({ service })
  return { caller: signed.caller, body: await readBody(signed.body, bytesMax) }
}

import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { LookupFunction } from 'node:net'
import { internalAddress, type Outbound } from '../../../foundation/outbound.ts'
import { deliveryFailed, targetRefused } from '../errors.ts'

const ANSWER_MS = 10_000

export interface Post {
  url: string
  /** The same for each attempt, so that the other side can tell a repetition. */
  id: string
  body: unknown
  outbound: Outbound
}

/**
 * Posts JSON; follows no redirect, and connects to no internal address that is not allowed by name.
 *
 * @throws pipelines.target-refused, pipelines.delivery-failed
 */
export async function postWebhook({ url, id, body, outbound }: Post): Promise<void> {
  const target = new URL(url)
  const text = JSON.stringify(body)
  const status = await send(target, { text, id, outbound }).catch((error: Error) => {
    const inside = internalAddress.matches(error)
    const facts = { target: target.origin, reason: error.message }
    throw (inside ? targetRefused : deliveryFailed)(facts, { cause: error })
  })
  if (status < 200 || status >= 300)
    throw deliveryFailed({ target: target.origin, reason: `it answered ${status}` })
}

async function send(
  target: URL,
  { text, id, outbound }: { text: string; id: string; outbound: Outbound },
): Promise<number> {
  const secure = target.protocol === 'https:'
  const port = Number(target.port || (secure ? 443 : 80))
  const lookup: LookupFunction = outbound.lookupFor({ host: target.hostname, port })
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    'user-agent': 'millrace',
    'idempotency-key': id,
  }
  return new Promise((done, fail) => {
    const signal = AbortSignal.timeout(ANSWER_MS)
    const ask = secure ? requestHttps : requestHttp
    const asked = ask(target, { method: 'POST', headers, signal, lookup }, (response) => {
      response.resume()
      response.on('error', fail)
      response.on('end', () => done(response.statusCode ?? 0))
    })
    asked.on('error', fail)
    asked.end(text)
  })
}

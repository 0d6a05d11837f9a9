import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http'
import type { GivenS3 } from './given-s3.ts'
import { type Message, sign } from './sign.ts'

export interface RawRequest {
  method: string
  /** Goes over the wire as it is: no URL is made of it. */
  path: string
  headers?: Record<string, string>
}

/** Opens a signed request without a signed payload; the body is the test's to write. */
export function rawRequest(given: GivenS3, { method, path, headers }: RawRequest): ClientRequest {
  const { 'x-amz-content-sha256': payload = 'UNSIGNED-PAYLOAD', ...others } = headers ?? {}
  const { host } = new URL(given.url)
  const signing = { method, path, payload, headers: others }
  return open(given, sign(others.host ?? host, given.ownerKey, signing).message)
}

/** Sends a message as it is. */
export async function send(given: GivenS3, message: Message): Promise<RawAnswer> {
  const asked = open(given, message)
  asked.end(message.body)
  return answerOf(asked)
}

function open(given: GivenS3, { method, path, headers }: Message): ClientRequest {
  return httpRequest({ port: new URL(given.url).port, path, method, headers })
}

export interface RawAnswer {
  status: number
  text: string
}

export async function answerOf(asked: ClientRequest): Promise<RawAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  asked.on('response', resolve).on('error', reject)
  const response = await promise
  const text = Buffer.concat(await response.toArray()).toString()
  return { status: response.statusCode ?? 0, text }
}

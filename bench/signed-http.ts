import { Agent, request } from 'node:http'
import { signedHeaders } from '../server/src/testing/sign.ts'

export interface Peer {
  /** As figures name it. */
  name: string
  url: string
  key: { accessKeyId: string; secretAccessKey: string }
}

export interface Ask {
  method: string
  /** With its query, encoded. */
  path: string
  body?: Buffer
  headers?: Record<string, string>
}

/** A client that costs next to nothing, so that what is measured is the server. */
export type Client = (ask: Ask) => Promise<{ status: number; sizeBytes: number }>

/** Kept connections; the payload is not signed, as clients do where TLS guards it. */
export function s3Client({ url, key }: Peer, connectionsMax: number): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: connectionsMax })
  return ({ method, path, body, headers = {} }) => {
    const signed = signedHeaders(key, 's3', {
      url: url + path,
      method,
      headers: { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD', ...headers },
      payloadHash: 'UNSIGNED-PAYLOAD',
    })
    return send({ agent, url: url + path, method, headers: signed, ...(body ? { body } : {}) })
  }
}

/** Reads the whole answer and keeps nothing of it. @throws RangeError where it is a refusal */
export function send(of: {
  agent: Agent
  url: string
  method: string
  headers: Record<string, string>
  body?: Buffer | string
}): Promise<{ status: number; sizeBytes: number }> {
  const { agent, url, method, body } = of
  const length = { 'content-length': String(body ? Buffer.byteLength(body) : 0) }
  return new Promise((settle, fail) => {
    const asked = request(url, { agent, method, headers: { ...of.headers, ...length } })
    asked.once('error', fail)
    asked.once('response', (response) => {
      const { statusCode: status = 0 } = response
      let sizeBytes = 0
      const said: Buffer[] = []
      response.on('data', (chunk: Buffer) => {
        sizeBytes += chunk.length
        if (status >= 300) said.push(chunk)
      })
      response.once('error', fail)
      response.once('end', () => {
        if (status < 300) settle({ status, sizeBytes })
        else fail(new RangeError(`${method} ${url}: ${status} ${Buffer.concat(said)}`))
      })
    })
    asked.end(body)
  })
}

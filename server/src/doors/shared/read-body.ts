import type { IncomingMessage } from 'node:http'
import { bodyTooLarge, bodyTooSlow, malformedRequest } from './wire.ts'

/**
 * The whole body, bounded in size and time.
 *
 * @throws door.body-too-large, door.body-too-slow, door.malformed-request when the client hangs up
 */
export async function readBody(
  request: IncomingMessage,
  limits: { bytesMax: number; seconds: number },
): Promise<Buffer> {
  const { bytesMax, seconds } = limits
  if (Number(request.headers['content-length'] ?? 0) > bytesMax) throw bodyTooLarge({ bytesMax })
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let bytes = 0
    const timer = setTimeout(() => end(() => reject(bodyTooSlow({ seconds }))), seconds * 1000)
    const end = (settle: () => void) => {
      clearTimeout(timer)
      request.removeListener('data', take)
      request.pause()
      settle()
    }
    const take = (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > bytesMax) end(() => reject(bodyTooLarge({ bytesMax })))
      else chunks.push(chunk)
    }
    request.on('data', take)
    request.once('end', () => end(() => resolve(Buffer.concat(chunks))))
    request.once('close', () => {
      if (!request.complete)
        end(() => reject(malformedRequest({ reason: 'the client closed the connection' })))
    })
    request.once('error', (cause) =>
      end(() => reject(malformedRequest({ reason: 'the request broke off' }, { cause }))),
    )
  })
}

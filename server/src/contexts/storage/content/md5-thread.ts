import { createHash, type Hash } from 'node:crypto'
import { type MessagePort, parentPort } from 'node:worker_threads'

/** More of a body, or that this was all, or that nobody wants to know. */
export interface Md5Asked {
  body: number
  /** Handed over; it comes back. */
  bytes?: Uint8Array<ArrayBuffer>
  /** Of the bytes, so many count. */
  sizeBytes?: number
  end?: true
  drop?: true
}

export interface Md5Told {
  body: number
  bytes?: Uint8Array<ArrayBuffer>
  hex?: string
}

if (parentPort) serve(parentPort)

function serve(port: MessagePort): void {
  const begun = new Map<number, Hash>()
  port.on('message', ({ body, bytes, sizeBytes, end, drop }: Md5Asked) => {
    const md5 = begun.get(body) ?? createHash('md5')
    if (bytes) {
      begun.set(body, md5.update(bytes.subarray(0, sizeBytes)))
      port.postMessage({ body, bytes } satisfies Md5Told, [bytes.buffer])
    }
    if (end) port.postMessage({ body, hex: md5.digest('hex') } satisfies Md5Told)
    if (end || drop) begun.delete(body)
  })
}

import { AssertionError } from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { Worker } from 'node:worker_threads'
import type { Md5Asked, Md5Told } from './md5-thread.ts'

/** Up to here the server's own thread is done before another has heard of it. */
const OWN_BYTES_MAX = 1024 * 1024
const BATCH_BYTES = 512 * 1024
/** Of one body, so many batches are on their way. */
const BATCHES_MAX = 3

/** The MD5 of a body that comes in chunks, which must not change any more. */
export interface Md5 {
  /** Waits where the thread does not keep up. */
  add(chunk: Uint8Array): Promise<void>
  hex(): Promise<string>
  /** Of a body that did not come whole. */
  drop(): void
}

/**
 * Those of large bodies are reckoned by a thread beside the server's own, where they would be a
 * third of what a PUT costs. It is started by the first such body.
 */
export function createMd5s(): () => Md5 {
  const shared: Shared = { bodies: 0 }
  return () => md5Of(shared)
}

function md5Of(shared: Shared): Md5 {
  const held: Uint8Array[] = []
  let heldBytes = 0
  let apart: Md5 | undefined
  return {
    async add(chunk) {
      if (apart) return apart.add(chunk)
      held.push(chunk)
      heldBytes += chunk.byteLength
      if (heldBytes <= OWN_BYTES_MAX) return
      apart = md5Apart(shared)
      for (const one of held.splice(0)) await apart.add(one)
    },
    async hex() {
      if (apart) return apart.hex()
      const md5 = createHash('md5')
      for (const one of held) md5.update(one)
      return md5.digest('hex')
    },
    drop: () => apart?.drop(),
  }
}

/** The shared thread, and who hears what it says of which body. */
interface Thread {
  worker: Worker
  lines: Map<number, { onTold(told: Md5Told): void; onLost(error: unknown): void }>
}

interface Shared {
  thread?: Thread | undefined
  /** That it has had. */
  bodies: number
}

function md5Apart(shared: Shared): Md5 {
  const line = openLine(shared)
  let batch: Uint8Array<ArrayBuffer> | undefined
  let filled = 0

  function send(): void {
    if (batch) line.ask({ bytes: batch, sizeBytes: filled })
    batch = undefined
    filled = 0
  }

  return {
    async add(chunk) {
      for (let from = 0; from < chunk.byteLength; ) {
        batch ??= await line.nextBatch()
        const part = chunk.subarray(from, from + BATCH_BYTES - filled)
        batch.set(part, filled)
        filled += part.byteLength
        from += part.byteLength
        if (filled === BATCH_BYTES) send()
      }
    },
    async hex() {
      send()
      line.ask({ end: true })
      return line.hex.finally(line.close)
    },
    drop() {
      line.ask({ drop: true })
      line.close()
    },
  }
}

/** To the thread, for one body; its batches go to and fro. */
function openLine(shared: Shared) {
  shared.thread ??= startThread(shared)
  const { worker, lines } = shared.thread
  shared.bodies += 1
  const body = shared.bodies
  const hex = Promise.withResolvers<string>()
  hex.promise.catch(() => {}) // Who waits for a batch or for the end is told.
  let back = Promise.withResolvers<void>()
  const spare: Uint8Array<ArrayBuffer>[] = []
  let made = 0
  worker.ref()
  lines.set(body, {
    onTold(told) {
      if (told.hex !== undefined) hex.resolve(told.hex)
      if (told.bytes) spare.push(told.bytes)
      back.resolve()
    },
    onLost: hex.reject,
  })
  return {
    hex: hex.promise,
    ask(asked: Omit<Md5Asked, 'body'>): void {
      const handedOver = asked.bytes ? [asked.bytes.buffer] : []
      worker.postMessage({ body, ...asked } satisfies Md5Asked, handedOver)
    },
    async nextBatch(): Promise<Uint8Array<ArrayBuffer>> {
      while (spare.length === 0 && made === BATCHES_MAX) {
        back = Promise.withResolvers()
        await Promise.race([back.promise, hex.promise])
      }
      if (spare.length === 0) made += 1
      return spare.pop() ?? new Uint8Array(BATCH_BYTES)
    },
    close(): void {
      lines.delete(body)
      if (lines.size === 0) worker.unref()
    },
  }
}

function startThread(shared: Shared): Thread {
  const worker = new Worker(new URL('./md5-thread.ts', import.meta.url), { env: {} })
  const thread: Thread = { worker, lines: new Map() }
  const lost = (error: unknown) => {
    if (shared.thread === thread) shared.thread = undefined
    for (const { onLost } of thread.lines.values()) onLost(error)
  }
  worker.on('message', (told: Md5Told) => thread.lines.get(told.body)?.onTold(told))
  worker.once('error', lost)
  worker.once('exit', (code) =>
    lost(new AssertionError({ message: `the thread of MD5s ended with ${code}` })),
  )
  return thread
}

import type { OperationName } from '@millrace/contract'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { bodyTooSlow } from './errors.ts'

/** Documents of rules: some 80,000 grants. */
const LARGE_BYTES_MAX = 16 * 1024 * 1024
const AT_ONCE = 2
/** A large body in it is a line of some two megabits a second. */
const BODY_SECONDS_MAX = 60

const LARGE: ReadonlySet<OperationName> = new Set(['planRules', 'applyRules'])

/** How large the body of a request may be; undefined: as all others. */
export function bodyBytesMax(name: OperationName): number | undefined {
  return LARGE.has(name) ? LARGE_BYTES_MAX : undefined
}

/** Whoever is let in leaves once the answer is sent or they are gone; false: they are already. */
export type Gate = (response: {
  closed: boolean
  once(event: 'close', left: () => void): unknown
}) => Promise<boolean>

/** Who may not send it is refused unread, and nobody holds a place by sending slowly. */
export async function admitLarge(asked: {
  gate: Gate
  demand: () => Promise<void>
  request: FastifyRequest
  reply: FastifyReply
}): Promise<void> {
  const { gate, demand, request, reply } = asked
  await demand()
  if (!(await gate(reply.raw))) return void reply.hijack() // Nobody hears an answer.
  const late = setTimeout(() => {
    if (request.raw.complete) return
    reply.header('connection', 'close') // What still comes is not read.
    reply.send(bodyTooSlow({ seconds: BODY_SECONDS_MAX }))
  }, BODY_SECONDS_MAX * 1000)
  reply.raw.once('close', () => clearTimeout(late))
}

/**
 * So few large bodies are in memory at a time; the next wait unread, and hold a connection alone.
 */
export function largeBodiesGate(): Gate {
  const inside = { count: 0 }
  const waiting: (() => void)[] = []
  const leave = () => {
    const next = waiting.shift()
    if (next) next()
    else inside.count -= 1
  }
  return async (response) => {
    // Who went away while their rights were asked never tells it again.
    if (response.closed) return false
    const gone = new Promise<'gone'>((resolve) => response.once('close', () => resolve('gone')))
    if (inside.count === AT_ONCE) {
      let enter = () => {}
      const turn = new Promise<'turn'>((resolve) => {
        enter = () => resolve('turn')
        waiting.push(enter)
      })
      if ((await Promise.race([gone, turn])) === 'gone') {
        const at = waiting.indexOf(enter)
        if (at >= 0) waiting.splice(at, 1)
        else leave()
        return false
      }
    } else inside.count += 1
    void gone.then(leave)
    return true
  }
}

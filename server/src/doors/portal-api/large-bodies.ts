import type { OperationName } from '@millrace/contract'

/** Documents of rules: some 80,000 grants. */
const LARGE_BYTES_MAX = 16 * 1024 * 1024
const AT_ONCE = 2

const LARGE: ReadonlySet<OperationName> = new Set(['planRules', 'applyRules'])

/** How large the body of a request may be; undefined: as all others. */
export function bodyBytesMax(name: OperationName): number | undefined {
  return LARGE.has(name) ? LARGE_BYTES_MAX : undefined
}

/** Whoever is let in leaves once the answer is sent or the other side is gone. */
export type Gate = (response: { once(event: 'close', left: () => void): unknown }) => Promise<void>

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
        return
      }
    } else inside.count += 1
    void gone.then(leave)
  }
}

import type { BoxesForDrivers } from '../deps.ts'

const WITHIN_MS = 3000

/** Names that drivers offer to complete code with; a driver answers for its own box alone. */
export class Completions {
  readonly #boxes: BoxesForDrivers
  readonly #open = new Map<string, (candidates: string[]) => void>()
  #asked = 0

  constructor(boxes: BoxesForDrivers) {
    this.#boxes = boxes
  }

  /** None from a driver that is too busy to answer in time. */
  async ask(box: string, code: string, cursor: number): Promise<string[]> {
    const id = ++this.#asked
    const { promise, resolve } = Promise.withResolvers<string[]>()
    this.#open.set(`${box}/${id}`, resolve)
    this.#boxes.send(box, { op: 'complete', id, code, cursor })
    const late = setTimeout(() => resolve([]), WITHIN_MS)
    const candidates = await promise
    clearTimeout(late)
    this.#open.delete(`${box}/${id}`)
    return candidates
  }

  heard(box: string, { id, candidates }: { id: number; candidates: string[] }): void {
    this.#open.get(`${box}/${id}`)?.(candidates)
  }
}

import { randomText } from '../../../foundation/ids.ts'

const LIFE_MS = 30_000

/** Codes that let one browser in, once. They are gone with the server, and asked for anew. */
export class Codes {
  readonly #notebooks = new Map<string, { notebookId: string; endsAt: number }>()

  issue(notebookId: string, now: Date): string {
    for (const [code, { endsAt }] of this.#notebooks)
      if (endsAt <= now.getTime()) this.#notebooks.delete(code)
    const code = randomText(43)
    this.#notebooks.set(code, { notebookId, endsAt: now.getTime() + LIFE_MS })
    return code
  }

  /** The notebook of a code, which is spent by this. */
  spend(code: string, now: Date): string | undefined {
    const found = this.#notebooks.get(code)
    this.#notebooks.delete(code)
    return found && found.endsAt > now.getTime() ? found.notebookId : undefined
  }
}

import { randomText } from './ids.ts'

const LIFE_MS = 30_000

/** Codes that let one browser in, once. They are gone with the server, and asked for anew. */
export class Codes {
  readonly #issued = new Map<string, { target: string; endsAt: number }>()

  issue(target: string, now: Date): string {
    for (const [code, { endsAt }] of this.#issued)
      if (endsAt <= now.getTime()) this.#issued.delete(code)
    const code = randomText(43)
    this.#issued.set(code, { target, endsAt: now.getTime() + LIFE_MS })
    return code
  }

  /** What a code leads to; it is spent by this. */
  spend(code: string, now: Date): string | undefined {
    const found = this.#issued.get(code)
    this.#issued.delete(code)
    return found && found.endsAt > now.getTime() ? found.target : undefined
  }
}

import type { Ground, GroundsForDrivers, Readiness } from '../deps.ts'

/** The far side of provisioning: what drivers are started from is there, unless a test says not. */
export class FakeGrounds implements GroundsForDrivers {
  readonly asked: Ground[] = []
  /** What was in use when it was told last. */
  kept: readonly Ground[] = []
  readiness: Readiness = { state: 'ready' }
  #changed: () => Promise<void> = async () => {}

  prepare(ground: Ground): Readiness {
    this.asked.push(ground)
    return this.readiness
  }

  keep(inUse: readonly Ground[]): void {
    this.kept = inUse
  }

  listen(changed: () => Promise<void>): void {
    this.#changed = changed
  }

  become(readiness: Readiness): Promise<void> {
    this.readiness = readiness
    return this.#changed()
  }
}

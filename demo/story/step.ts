/** One step of the story. It may be played again after a failure: what is there already stays. */
export interface Step {
  name: string
  /** Resolves when a person’s own client has verified it through a public door. */
  play(): Promise<void>
}

/** @throws when what was to be seen through a door is not there; the demo stops and says so */
export function verify(holds: boolean, what: string): void {
  if (!holds) throw new TypeError(`the demo expected: ${what}`)
}

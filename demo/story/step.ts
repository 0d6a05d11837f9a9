import type { Stage } from './stage.ts'

/** One step of the story. It may be played again after a failure: what is there already stays. */
export interface Step {
  name: string
  /** Resolves when a person’s own client has verified it through a public door. */
  play(stage: Stage): Promise<void>
}

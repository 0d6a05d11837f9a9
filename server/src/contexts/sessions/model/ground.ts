import { demandRelease, type Engine, engineOf, STANDARD_ENGINE } from '../../compute/index.ts'
import { invalidSession } from '../errors.ts'

/** Which release is to run the code, where its place does not say so. */
export const RELEASE_SETTING = 'spark.millrace.release'

type Conf = Readonly<Record<string, string>>

/**
 * The release of code at a place that has one, or at an account’s own, where the code names it.
 *
 * @throws compute.no-such-release, sessions.invalid-session for another than the place’s
 */
export function releaseFor(
  { [RELEASE_SETTING]: named }: Conf,
  place: { releaseLabel: string } | undefined,
): string | undefined {
  if (!place) return named === undefined ? undefined : demandRelease(named).label
  const { releaseLabel } = place
  if (named === undefined || named === releaseLabel) return releaseLabel
  throw invalidSession({
    reason: `${RELEASE_SETTING} is "${named}"; the release here is "${releaseLabel}"`,
  })
}

/** What a driver for a session or a run is started from. */
export function groundOf({ releaseLabel }: { releaseLabel: string | undefined }): {
  engine: Engine
} {
  return { engine: engineOf(releaseLabel) }
}

/** What standby drivers are started from. */
export const STANDARD_GROUND = { engine: STANDARD_ENGINE } as const

export function standardGround({ engine }: { engine: string }): boolean {
  return engine === STANDARD_ENGINE
}

import { demandRelease, engineOf, STANDARD_ENGINE } from '../../compute/index.ts'
import type { AccountId } from '../../identity/index.ts'
import type { Ground } from '../deps.ts'
import { invalidSession } from '../errors.ts'
import { requirementsOf } from './requirements.ts'

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
export function groundOf({ releaseLabel, conf, accountId }: Code): Ground {
  const engine = engineOf(releaseLabel)
  const wanted = requirementsOf(conf)
  return wanted.length === 0 ? { engine } : { engine, packages: { accountId, wanted } }
}

interface Code {
  releaseLabel: string | undefined
  conf: Conf
  accountId: AccountId
}

/** What standby drivers are started from. */
export const STANDARD_GROUND: Ground = { engine: STANDARD_ENGINE }

export function standardGround({ engine, packages }: Ground): boolean {
  return engine === STANDARD_ENGINE && packages === undefined
}

import { invalidSession } from '../errors.ts'

/** Python packages that code wants beside its engine’s; a setting, so every way in has it. */
export const REQUIREMENTS = 'spark.millrace.requirements'

const COUNT_MAX = 50
const LENGTH_MAX = 200
// PEP 508 without what leads elsewhere: no URL, path, option or marker.
const NAME = '[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?'
const EXTRAS = String.raw`(?:\[${NAME}(?:,${NAME})*\])?`
const BOUND = '(?:===?|~=|!=|<=|>=|<|>)[A-Za-z0-9][A-Za-z0-9.*+!_-]*'
const REQUIREMENT = new RegExp(`^${NAME}${EXTRAS}(?:${BOUND}(?:,${BOUND})*)?$`)

type Conf = Readonly<Record<string, string>>

/** What a setting names, in one order: the same list however it is written. */
export function requirementsOf({ [REQUIREMENTS]: text = '' }: Conf): readonly string[] {
  const listed = text.split(/\s+/).filter(fits)
  return [...new Set(listed)].sort()
}

/** @throws sessions.invalid-session */
export function checkRequirements(conf: Conf): void {
  const listed = (conf[REQUIREMENTS] ?? '').split(/\s+/).filter((one) => one !== '')
  if (listed.length > COUNT_MAX)
    throw invalidSession({ reason: `${REQUIREMENTS} names more than ${COUNT_MAX} packages` })
  const wrong = listed.find((one) => !fits(one))
  if (wrong === undefined) return
  const reason =
    `${REQUIREMENTS}: "${wrong.slice(0, LENGTH_MAX)}" is no package with its versions, ` +
    `such as "name[extra]>=1,<2"; entries are parted by spaces`
  throw invalidSession({ reason })
}

function fits(requirement: string): boolean {
  return requirement.length <= LENGTH_MAX && REQUIREMENT.test(requirement)
}

import { isDeepStrictEqual } from 'node:util'
import type { Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { invalidInput } from '../errors.ts'
import { ADMINS_MAX } from '../model/decisions.ts'
import { parseGrantee } from '../model/principal.ts'
import { settingsOf } from '../model/snapshot.ts'
import type { Settings } from '../model/world.ts'
import { changeRules } from '../rule-change.ts'
import { rulesFor } from '../steps/rules.ts'

const PARAMETERS: Record<string, RegExp> = {
  CROSS_ACCOUNT_VERSION: /^[1-5]$/,
  SET_SOURCE_IDENTITY: /^(TRUE|FALSE)$/,
  SET_CONTEXT: /^(TRUE|FALSE)$/,
}

/**
 * Replaces all settings of the caller's account; IAM alone decides who may.
 *
 * @throws governance.invalid-input
 * @see Lake Formation `PutDataLakeSettings`
 */
export async function putDataLakeSettings(
  deps: Workings,
  caller: Caller,
  settings: Settings,
): Promise<void> {
  demandValid(caller, settings)
  await rulesFor(deps, [caller.accountId])
  await changeRules(deps, caller, {
    action: 'lakeformation:PutDataLakeSettings',
    record: 'governance.settings-put',
    resource: settings.accountId,
    detail: { settings },
    plan: (snapshot) => {
      const old = settingsOf(snapshot, settings.accountId)
      const parameters = { ...old.parameters, ...settings.parameters }
      const row = { ...settings, parameters }
      if (isDeepStrictEqual(old, row)) return []
      return [{ of: 'settings', key: settings.accountId, row }]
    },
  })
}

function demandValid(caller: Caller, settings: Settings): void {
  if (settings.accountId !== caller.accountId)
    throw invalidInput({ reason: 'Settings can be put for the own account only' })
  const admins = [...settings.admins, ...settings.readOnlyAdmins]
  if (admins.length > ADMINS_MAX)
    throw invalidInput({ reason: `More than ${ADMINS_MAX} administrators` })
  for (const admin of admins) {
    const grantee = parseGrantee(admin)
    if (grantee.kind !== 'person' || grantee.accountId !== settings.accountId)
      throw invalidInput({ reason: `Invalid administrator, "${admin}"` })
  }
  for (const [name, value] of Object.entries(settings.parameters))
    if (PARAMETERS[name]?.test(value) !== true)
      throw invalidInput({ reason: `Invalid parameter "${name}"` })
}

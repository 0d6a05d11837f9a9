import { operation } from './operation.ts'
import { sessionsOf } from './sessions-of.ts'

export const getSessionLog = operation('getSessionLog', async (deps, { caller, params }) => ({
  lines: [...(await sessionsOf(deps).readAccountSessionLog(caller, params.id))],
}))

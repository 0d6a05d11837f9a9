import { transaction } from '../../../foundation/sql.ts'
import type { ComputeDeps } from '../deps.ts'
import { applicationState, noFreePort, noSuchApplication } from '../errors.ts'
import type { Application } from '../model/application.ts'
import { lockApplication, updateApplication } from '../store/applications.ts'
import { freePort, takePort } from '../store/livy-ports.ts'
import { scheduleReconcile } from './schedule.ts'

const TRIES_MAX = 32 // Ports of other programs that may lie in our range.

/** Brings a created or stopped application to STARTED; a started one stays so. */
export async function startApplicationNow(deps: ComputeDeps, id: string): Promise<Application> {
  const { livyPorts } = deps
  const avoided: number[] = []
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const application = await becomeStarted(deps, id, avoided)
    const { livyPort } = application
    if (livyPort === undefined) return application
    if (await livyPorts.open(livyPort, { kind: 'application', id })) return application
    avoided.push(livyPort)
  }
  throw noFreePort({ first: livyPorts.first, last: livyPorts.last })
}

async function becomeStarted(
  deps: ComputeDeps,
  id: string,
  avoided: readonly number[],
): Promise<Application> {
  const { sql, clock, livyPorts } = deps
  const { first, last } = livyPorts
  return transaction(sql, async (tx) => {
    const application = await lockApplication(tx, id)
    if (!application) throw noSuchApplication({ applicationId: id })
    const { state, livyPort } = application
    if (state === 'TERMINATED')
      throw applicationState({ applicationId: id, state, verb: 'started' })
    const settled = state === 'STARTED' && livyPort !== undefined && !avoided.includes(livyPort)
    if (settled) return application
    const owner = { kind: 'application', id } as const
    await freePort(tx, owner)
    const port = await takePort(tx, owner, { first, last, avoided })
    if (port === undefined) throw noFreePort({ first, last })
    const now = clock()
    const times = { updatedAt: now, lastActiveAt: now }
    const started = { ...application, ...times, livyPort: port, stateDetails: '' }
    await updateApplication(tx, { ...started, state: 'STARTED' })
    await scheduleReconcile(tx)
    return { ...started, state: 'STARTED' as const }
  })
}

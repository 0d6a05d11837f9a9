import type { Caller } from '../../identity/index.ts'
import { auditDashboard, sessionResource } from '../audit.ts'
import { noSuchSession } from '../errors.ts'
import type { Session } from '../model/session.ts'
import type { SessionsParts } from '../parts.ts'
import { applicationArn } from '../steps/demand-run.ts'
import { openAccountSession } from '../steps/open-account-session.ts'
import { findSession } from '../store/sessions.ts'

/**
 * Lets one browser see the Spark UI of a session: one’s own, or another’s of the account with
 * `millrace:OpenSessionDashboard`.
 *
 * @throws sessions.no-such-session, sessions.nothing-to-show, sessions.no-free-port,
 * compute.capacity-exceeded
 */
export async function openSessionDashboard(
  parts: SessionsParts,
  caller: Caller,
  id: string,
): Promise<{ port: number; code: string }> {
  const wanted = { id, action: 'millrace:OpenSessionDashboard' }
  return open(parts, caller, () => openAccountSession(parts, caller, wanted))
}

/**
 * The same of a session of an application, for who may see its sessions.
 *
 * @throws identity.access-denied, sessions.no-such-session, sessions.nothing-to-show,
 * sessions.no-free-port, compute.capacity-exceeded
 * @see EMR Serverless `GetResourceDashboard`
 */
export async function openResourceDashboard(
  parts: SessionsParts,
  caller: Caller,
  { applicationId, sessionId }: { applicationId: string; sessionId: string },
): Promise<{ port: number; code: string }> {
  return open(parts, caller, async () => {
    const resource = `${applicationArn(parts, caller, applicationId)}/sessions/${sessionId}`
    const action = 'emr-serverless:GetResourceDashboard'
    await parts.identity.demand(caller, { action, resource })
    const numbered = /^\d{1,9}$/.test(sessionId)
    const session = numbered ? await findSession(parts.sql, Number(sessionId)) : undefined
    const there = session?.accountId === caller.accountId && session.place.id === applicationId
    if (!session || !there) throw noSuchSession({ session: sessionId })
    return session
  })
}

async function open(parts: SessionsParts, caller: Caller, find: () => Promise<Session>) {
  parts.drivers.demandIsolation()
  const { id, box: shows } = await find()
  const demand = async () => void (await find())
  const opened = await parts.dashboards.open(caller, { shows, what: `session ${id}`, demand })
  await auditDashboard(parts.sql, caller, sessionResource(id))
  return opened
}

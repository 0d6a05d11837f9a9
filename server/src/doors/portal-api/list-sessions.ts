import type { Session } from '@millrace/contract'
import { type AccountSession, living, principalArn } from '../../contexts/sessions/index.ts'
import { numberCursor } from './number-cursor.ts'
import { operation } from './operation.ts'
import { sessionsOf } from './sessions-of.ts'

export const listSessions = operation('listSessions', async (deps, { caller, query }) => {
  const { cursor, limit } = query
  const { items, next } = await sessionsOf(deps).listAccountSessions(caller, {
    ...(cursor && { before: numberCursor(cursor) }),
    ...(limit && { size: limit }),
  })
  return {
    items: items.map(sessionOf),
    ...(next !== undefined && { nextCursor: String(next) }),
  }
})

function sessionOf(session: AccountSession): Session {
  const { name, place, reason, lastActiveAt, idleSecondsMax, endedAt } = session
  const live = living(session)
  const idleEndsAt = new Date(lastActiveAt.getTime() + idleSecondsMax * 1000)
  return {
    id: String(session.id),
    ...(name && { name }),
    kind: session.kind,
    state: session.state,
    live,
    ...(reason && { reason }),
    principal: principalArn(session.principal),
    startedBy: session.owner,
    ...(place.kind === 'cluster' && { clusterId: place.id }),
    startedAt: session.createdAt.toISOString(),
    lastUsedAt: lastActiveAt.toISOString(),
    ...(live && { idleEndsAt: idleEndsAt.toISOString() }),
    ...(endedAt && { endedAt: endedAt.toISOString() }),
    statements: session.statements,
    mayStop: session.mayStop,
  }
}

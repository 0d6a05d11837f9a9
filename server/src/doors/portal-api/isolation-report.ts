import type { IsolationReport as Wire } from '@millrace/contract'
import type { IsolationReport } from '../../contexts/governance/index.ts'
import type { Session, Sessions } from '../../contexts/sessions/index.ts'
import { principalArn } from '../../contexts/sessions/index.ts'
import type { PortalApiDeps } from './deps.ts'

type Ended = Awaited<ReturnType<Sessions['endAccount']>>

/** Switches an account off, ends what runs for it, and writes down what it could read and did. */
export async function isolate(
  { identity, governance, storage, sessions }: PortalApiDeps,
  command: { accountId: string; reason?: string },
): Promise<Wire> {
  const { account, isolatedAt, principals } = await identity.isolateAccount('platform', command)
  // An event ends them too; a report must not wait for it.
  const ended = await sessions?.endAccount({ accountId: account.id })
  const report = await governance.reportIsolation('platform', {
    account,
    isolatedAt: isolatedAt.toISOString(),
    ...(command.reason === undefined ? {} : { reason: command.reason }),
    buckets: await storage.bucketNames(account.id),
    ended: ended ? endedWork(ended) : [],
    principals,
  })
  return wireReport(report)
}

function endedWork({ sessions, runs }: Ended) {
  return [
    ...sessions.map((session: Session) => ({
      kind: 'session' as const,
      id: String(session.id),
      owner: session.owner,
      principal: principalArn(session.principal),
      accountId: session.accountId,
    })),
    ...runs.map(({ id, owner, principal, accountId }) => ({
      kind: 'run' as const,
      ...{ id, owner, principal: principalArn(principal), accountId },
    })),
  ]
}

/** As it is; the wire has no read-only lists. */
export function wireReport(report: IsolationReport): Wire {
  return JSON.parse(JSON.stringify(report))
}

import type { Area, Me } from '@millrace/contract'
import type { Caller } from '../../contexts/identity/index.ts'
import type { PortalApiDeps } from './deps.ts'

/** The caller as the portal shows them, with the parts of it that they have a use for. */
export async function describeMe(deps: PortalApiDeps, caller: Caller): Promise<Me> {
  const accounts = await deps.identity.accounts()
  const own = accounts.find(({ id }) => id === caller.accountId)
  return {
    name: caller.principalArn.split('/').at(-1) ?? caller.principalArn,
    arn: caller.arn,
    kind: caller.principalArn.includes(':role/') ? 'role' : 'user',
    account: { id: caller.accountId, name: own?.name ?? caller.accountId },
    areas: await areasOf(deps, caller),
    ...(caller.expiresAt ? { signedInUntil: caller.expiresAt.toISOString() } : {}),
  }
}

/** Each context knows whether it has anything for the caller. */
async function areasOf(deps: PortalApiDeps, caller: Caller): Promise<Area[]> {
  const { identity, governance, compute, ingestion, trials, pipelines, notebooks } = deps
  const [offices, duties, data, work, code, machines, lab] = await Promise.all([
    identity.offices(caller),
    governance.duties(caller, {}),
    ingestion?.openTo(caller) ?? false,
    trials?.openTo(caller) ?? false,
    pipelines?.openTo(caller) ?? false,
    compute.openTo(caller),
    notebooks?.openTo(caller) ?? false,
  ])
  const open: readonly (readonly [Area, boolean])[] = [
    ['discover', true],
    ['vendors', data],
    ['deliveries', data],
    ['trials', work],
    ['pipelines', code],
    ['compute', machines || lab],
    ['access', true],
    ['approvals', duties.approves],
    ['grants', duties.grants],
    ['tags', duties.tags],
    ['audit', duties.audits],
    ['accounts', offices.people],
    ['health', offices.health],
  ]
  return open.filter(([, has]) => has).map(([area]) => area)
}

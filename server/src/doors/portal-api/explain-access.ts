import type { Explanation } from '@millrace/contract'
import { namesById, type TableRef } from '../../contexts/catalog/index.ts'
import type { ConsideredGrant, ExplainedAccess } from '../../contexts/governance/index.ts'
import type { AccountId, Caller } from '../../contexts/identity/index.ts'
import { accountNames } from './account-names.ts'
import type { PortalApiDeps } from './deps.ts'
import { operation } from './operation.ts'
import { predicateWords } from './predicate-words.ts'
import { whenRefused } from './when-refused.ts'

type Step = Explanation['steps'][number]
type Licence = NonNullable<ExplainedAccess['licence']>
type Rule = ExplainedAccess['rules'][number]
type Named = Awaited<ReturnType<PortalApiDeps['catalog']['describeNamed']>>
type Removal = ExplainedAccess['removed'][number]

const OUTCOMES: Readonly<Record<ConsideredGrant['outcome'], Step['outcome']>> = {
  matched: 'passed',
  partly: 'narrowed',
  missed: 'noted',
  ended: 'noted',
  'not-yet': 'noted',
  invalid: 'noted',
}

/** Both gates, one after the other, in sentences. */
export const explainAccess = operation('explainAccess', async (deps, { caller, query }) => {
  const { account, database, table, action } = query
  const accountId = account as AccountId
  const principal = query.principal ?? caller.principalArn
  const ref = { accountId, database, table }
  const whyOf = ({ accountId: catalogId, ...named }: TableRef) =>
    deps.governance.explainAccess(caller, {
      ...{ catalogId, ...named, principal },
      ...(action && { permission: action }),
    })
  const why = await throughLink(deps, caller, { ref, whyOf, why: await whyOf(ref) })
  const asked = deps.catalog.describeTable(caller, { accountId, database, table })
  const fields = await whenRefused(
    asked.then(({ schema }) => schema.fields),
    [],
  )
  const names = namesById({ fields })
  const { rowFilter, columns } = why.access
  const ended = why.licence ? [licenceStep(why.licence)] : []
  const granted = [...why.considered.map(stepOf), ...why.rules.map(ruleStep)]
  const steps = [...ended, ...granted, ...why.removed.map(goneStep)]
  const accountOf = await accountNames(deps.identity)
  return {
    principal,
    dataset: { account: accountOf(account), database, table },
    verdict: why.verdict,
    summary: why.sentence,
    steps: why.readsCatalog === undefined ? steps : [identityStep(why.readsCatalog), ...steps],
    columnsReadable: fields.filter(({ id }) => columns.has(id)).map(({ name }) => name),
    columnsHidden: why.hiddenCount,
    ...(rowFilter && { rowFilter: predicateWords(rowFilter, names) }),
    removed: why.removed.map(({ grant, grantee, removedBy, removedAt }) => ({
      ...{ grant, grantee, removedBy },
      removedAt: removedAt.toISOString(),
    })),
    ...(why.request && { request: requestOf(why.request) }),
    approvers: why.approvers.map((arn) => ({
      name: arn.split(/[:/]/).at(-1) ?? arn,
      account: accountOf(arn.split(':')[4] ?? ''),
    })),
  }
})

/** Of a resource link, on which nobody may read: its target, as far as that is known. */
async function throughLink(
  { catalog }: Pick<PortalApiDeps, 'catalog'>,
  caller: Caller,
  {
    ref,
    whyOf,
    why,
  }: { ref: TableRef; why: ExplainedAccess; whyOf: (ref: TableRef) => Promise<ExplainedAccess> },
): Promise<ExplainedAccess> {
  if (!why.link) return why
  const named = await whenRefused<Named | undefined>(catalog.describeNamed(caller, ref), undefined)
  if (named === undefined || !('link' in named)) return why
  const { target } = named.link
  const of = await whenRefused<ExplainedAccess | undefined>(whyOf(target), undefined)
  if (of === undefined) return why
  const to = `${target.database}.${target.table} of account ${target.accountId}`
  const sentence = `${ref.database}.${ref.table} is a resource link to ${to}. ${of.sentence}`
  return { ...of, sentence }
}

function identityStep(passes: boolean): Step {
  return {
    gate: 'identity',
    outcome: passes ? 'passed' : 'noted',
    sentence: passes
      ? 'Your policies allow reading the catalog (glue:GetTable on everything).'
      : 'Your policies do not allow glue:GetTable on everything; they may on this table alone.',
  }
}

function stepOf({ leg, grant, outcome, reason }: ConsideredGrant): Step {
  return {
    gate: leg === 'share' ? 'share' : 'governance',
    outcome: OUTCOMES[outcome],
    sentence: `${grant}: ${reason}`,
  }
}

function ruleStep({ rule, opens, reason }: Rule): Step {
  return { gate: 'filter', outcome: opens ? 'narrowed' : 'noted', sentence: `${rule}: ${reason}` }
}

function goneStep({ share, grant, grantee, removedBy, removedAt }: Removal): Step {
  return {
    gate: share ? 'share' : 'governance',
    outcome: 'stopped',
    sentence: `${grant}: ${removedBy} took it back from ${grantee} at ${removedAt.toISOString()}`,
  }
}

function licenceStep({ name, agreementId, endsAt }: Licence): Step {
  const sentence = `licence of "${name}" (${agreementId}): it ended at ${endsAt.toISOString()}`
  return { gate: 'governance', outcome: 'stopped', sentence }
}

function requestOf({ permissions, resource, columns }: Required<ExplainedAccess>['request']) {
  return { permissions: [...permissions], resource, ...(columns && { columns: [...columns] }) }
}

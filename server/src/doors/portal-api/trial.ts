import type { AccountRef, Trial } from '@millrace/contract'
import type { TrialGrant, TrialSummary } from '../../contexts/trials/index.ts'

type Shown = Pick<TrialSummary, 'id' | 'accountId' | 'stage' | 'charter' | 'openedBy'> &
  Pick<TrialSummary, 'openedAt' | 'endsAt' | 'decision' | 'decidedAt' | 'verdict'> &
  Pick<TrialSummary, 'spentUsd' | 'metrics'>

export function trialSummary(trial: Shown, accountOf: (id: string) => AccountRef): Trial {
  const { id, stage, charter, openedBy, openedAt, endsAt, spentUsd, metrics } = trial
  const { title, vendor, budgetUsd, people } = charter
  const { decision, decidedAt, verdict } = trial
  return {
    ...{ id, title, stage, budgetUsd, spentUsd, account: accountOf(trial.accountId) },
    ...(vendor !== undefined && { vendor }),
    owner: people.find(({ role }) => role === 'owns')?.arn ?? openedBy,
    openedAt: openedAt.toISOString(),
    endsAt: endsAt.toISOString(),
    ...(metrics && {
      metrics: {
        passed: metrics.passed,
        failed: metrics.failed,
        notComputable: metrics.notComputable,
      },
    }),
    ...(decision && { decision }),
    ...(decidedAt && { decidedAt: decidedAt.toISOString() }),
    ...(verdict !== null && { verdict }),
  }
}

/** Governance itself says what of a grant it does not know. */
export function grantsIn(grants: readonly object[]): TrialGrant[] {
  return grants.map((grant) => ({ grantable: [], ...grant }) as unknown as TrialGrant)
}

import type { Generated, JSONColumnType } from 'kysely'
import type { Caller } from '../../identity/index.ts'
import type { Charter, TrialGrant } from '../model/charter.ts'
import type { Memo, Signature } from '../model/memo.ts'
import type { Spent, Variant } from '../model/metric.ts'
import type { NamedLater } from '../model/named-later.ts'
import type { Report } from '../model/report.ts'
import type { Trial } from '../model/trial.ts'
import type { KeptFile, Workspace } from '../model/workspace.ts'

declare module '../../../foundation/sql.ts' {
  interface Tables {
    'trials.trials': Omit<Trial, 'charter' | 'namedLater'> & {
      charter: JSONColumnType<Charter>
      namedLater: JSONColumnType<NamedLater>
    }
    'trials.variants': Variant & { trialId: string }
    'trials.events': { id: Generated<number>; trialId: string; at: Date; by: string; text: string }
    'trials.grants': {
      id: Generated<number>
      trialId: string
      digest: string
      given: JSONColumnType<TrialGrant>
      grantedBy: string
      endsAt: Date | null
    }
    'trials.extensions': {
      trialId: string
      endsAt: Date
      reason: string
      askedBy: string
      askedAt: Date
    }
    'trials.reports': {
      id: Generated<number>
      trialId: string
      madeAt: Date
      digest: string
      report: JSONColumnType<Report>
    }
    'trials.reportOrders': {
      trialId: string
      askedAt: Date
      askedBy: string
      begunAt: Date | null
      failedAt: Date | null
      reason: string | null
    }
    'trials.measurements': {
      reportId: number
      metric: string
      value: number | null
      observations: number | null
      period: string | null
      snapshot: string
      codeVersion: string
      gate: string | null
      verdict: string
    }
    'trials.spending': Spent & { id: Generated<number>; trialId: string }
    'trials.workspaces': Omit<Workspace, 'accountId' | 'people' | 'done' | 'actor'> & {
      accountId: string
      people: string[]
      done: Generated<string[]>
      actor: JSONColumnType<Caller> | null
    }
    'trials.workspaceFiles': KeptFile & { trialId: string; content: Buffer | null }
    'trials.memos': {
      trialId: string
      memo: JSONColumnType<Memo>
      digest: string
      signatures: JSONColumnType<Signature[]>
    }
  }
}

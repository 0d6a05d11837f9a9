import type { ColumnType, Generated, JSONColumnType } from 'kysely'
import type { NoticeTarget } from '../../../foundation/notice-target.ts'
import type { Caller } from '../../identity/index.ts'
import type { ApprovalRule } from '../model/approval.ts'
import type { AuditExport, Rhythm } from '../model/audit-export.ts'
import type { Condition } from '../model/condition.ts'
import type { Expression, Grant, GrantResource } from '../model/grant.ts'
import type { IsolationReport } from '../model/isolation-report.ts'
import type { GovernedColumn } from '../model/register.ts'
import type { Reminder } from '../model/reminder.ts'
import type { Gift } from '../model/removed-grants.ts'
import type { ResourceName } from '../model/resource-name.ts'
import type { RowAttachment, RowPolicy } from '../model/row-policy.ts'
import type { ColumnChoice, DataFilter, Kind, Settings } from '../model/world.ts'

type Json<Value> = ColumnType<Value, string, string>

interface GrantTable {
  id: string
  accountId: string
  catalogId: string
  principal: string
  resource: JSONColumnType<GrantResource>
  permissions: string[]
  grantable: string[]
  startsAt: Date | null
  endsAt: Date | null
  source: Grant['source']
  grantedBy: string
  grantedAt: Date
  invalidBecause: string | null
  condition: ColumnType<Condition | null, string | null, string | null>
}

interface AssignmentTable {
  id: string
  databaseId: string
  tableId: string | null
  columnId: number | null
  key: string
  value: string
  assignedBy: string
  assignedAt: Date
}

interface GovernedDatabaseTable {
  id: string
  accountId: string
  name: string
  location: string | null
  link: Generated<boolean>
  creatorArn: string
}

interface GovernedTableTable {
  id: string
  databaseId: string
  name: string
  location: string | null
  link: Generated<boolean>
  creatorArn: string
  columns: Json<readonly GovernedColumn[]>
  past: number[] | null
}

interface FilterTable {
  id: string
  tableId: string
  name: string
  rowFilter: ColumnType<DataFilter['rows'] | null, string | null, string | null>
  columns: Json<ColumnChoice>
  version: string
}

interface LocationTable {
  location: string
  accountId: string
  roleArn: string | null
  hybrid: boolean
  registeredAt: Date
}

interface OptInTable {
  id: string
  principal: string
  databaseId: string
  tableId: string | null
  allTables: boolean
  condition: ColumnType<Condition | null, string | null, string | null>
  updatedBy: string
  updatedAt: Date
}

interface ExpressionTable {
  accountId: string
  name: string
  description: string | null
  expression: Json<Expression>
}

interface RowAttachmentTable {
  id: string
  accountId: string
  policy: string
  resource: Json<RowAttachment['resource']>
  principal: string | null
  condition: ColumnType<Condition | null, string | null, string | null>
  attachedBy: string
  attachedAt: Date
}

interface AuditTable {
  accountId: string
  sequence: number
  at: Date
  actor: string
  principal: string
  action: string
  resource: string
  decision: 'allowed' | 'denied'
  detail: JSONColumnType<Record<string, unknown>>
  previousHash: string
  hash: string
}

interface AuditHeadTable {
  accountId: string
  sequence: number
  hash: string
  /** Null where it is from before there were seals. */
  seal: string | null
}

interface RemovedGrantTable {
  id: Generated<number>
  grantId: string
  removedAt: Date
  removedBy: string
  accountId: string
  catalogId: string
  principal: string
  taken: Json<Grant>
  gave: ColumnType<Gift | null, string | null, never>
}

interface AuditExportTable
  extends Omit<AuditExport, 'accountId' | 'caller' | 'reason' | 'endedAt' | 'every' | 'nextAt'> {
  accountId: string
  caller: JSONColumnType<Caller>
  reason: string | null
  endedAt: Date | null
  every: Rhythm | null
  nextAt: Date | null
}

interface TableReadsTable {
  tableId: string
  day: string
  principal: string
  accountId: string
  own: boolean
  reads: number
  lastReadAt: Date
}

interface RequestTable {
  id: string
  accountId: string
  principal: string
  catalogId: string
  resource: Json<ResourceName>
  permissions: string[]
  purpose: string
  endsAt: Date | null
  requestedBy: string
  requestedAt: Date
  state: 'open' | 'approved' | 'rejected'
  decidedBy: string | null
  decidedAt: Date | null
  note: string | null
  person: string | null
}

interface ApprovalTable {
  requestId: string
  principal: string
  person: string
  digest: string
  endsAt: Date | null
  approvedAt: Date
}

interface ApprovalRulesTable {
  accountId: string
  rules: Json<readonly ApprovalRule[]>
  setBy: string
  setAt: Date
  version: number
}

declare module '../../../foundation/sql.ts' {
  interface Tables {
    'governance.version': { one: Generated<boolean>; version: number }
    'governance.changes': { version: number; changed: JSONColumnType<[Kind, string][]> }
    'governance.settings': { accountId: string; settings: Json<Omit<Settings, 'accountId'>> }
    'governance.databases': GovernedDatabaseTable
    'governance.tables': GovernedTableTable
    'governance.tags': { accountId: string; key: string; tagValues: string[] }
    'governance.assignments': AssignmentTable
    'governance.expressions': ExpressionTable
    'governance.filters': FilterTable
    'governance.grants': GrantTable
    'governance.locations': LocationTable
    'governance.removedGrants': RemovedGrantTable
    'governance.optIns': OptInTable
    'governance.requests': RequestTable
    'governance.approvals': ApprovalTable
    'governance.approvalRules': ApprovalRulesTable
    'governance.tableReads': TableReadsTable
    'governance.isolationReports': {
      accountId: string
      isolatedAt: Date
      report: JSONColumnType<IsolationReport>
    }
    'governance.audit': AuditTable
    'governance.auditExports': AuditExportTable
    'governance.reminderTargets': {
      accountId: string
      targets: JSONColumnType<NoticeTarget[]>
      setBy: string
      setAt: Date
      version: number
    }
    'governance.reminders': Reminder
    'governance.auditHeads': AuditHeadTable
    'governance.licences': {
      tableId: string
      agreementId: string
      name: string
      endsAt: Date | null
    }
    'governance.rowPolicies': {
      accountId: string
      name: string
      columns: Json<RowPolicy['columns']>
      text: string
    }
    'governance.rowAttachments': RowAttachmentTable
    'governance.acceptances': { ownerId: string; recipientId: string }
  }
}

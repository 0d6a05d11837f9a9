import type { AnswerOf, AuditExport, AuditRecord, OperationName } from '@millrace/contract'
import { ALT_DATA, at, DIRECTOR, EQUITIES, GOVERNANCE, HOUR, QUANT, RESEARCH } from './people.ts'

const FLIGHTS = 'arn:aws:glue:us-east-1:111111111111:table/mobility/flights'

export const READ: AuditRecord = {
  id: `${EQUITIES.id}/4212`,
  at: at(-3),
  accountId: EQUITIES.id,
  actor: 'arn:aws:sts::444444444444:assumed-role/quant-research/quant',
  principal: RESEARCH,
  action: 'catalog.credentials-vended',
  resource: FLIGHTS,
  decision: 'allowed',
  detail: {
    callerAccountId: EQUITIES.id,
    ownerAccountId: GOVERNANCE.id,
    tableId: 'tbl-019cae2f',
    columns: ['carrier', 'origin', 'dep_delay'],
    filterDigest: '5d41402abc4b2a76b9719d911017c5925d41402abc4b2a76b9719d911017c592',
    snapshotVersion: 311,
    dataSnapshotId: '7183920183746520192',
    projected: true,
    purpose: 'trial of flight delays',
    behind: QUANT,
    auditContext: 'spark application app-20260302-0007',
    sharedEventId: 'event-019cae30b1c0d2e4',
    reads: 'get',
  },
  hash: '9f2c51e8a7d0b36f9f2c51e8a7d0b36f9f2c51e8a7d0b36f9f2c51e8a7d0b36f',
}

export const DENIED: AuditRecord = {
  id: `${EQUITIES.id}/4211`,
  at: at(-9),
  accountId: EQUITIES.id,
  actor: 'arn:aws:iam::444444444444:user/outsider',
  principal: 'arn:aws:iam::444444444444:user/outsider',
  action: 'catalog.table-loaded',
  resource: FLIGHTS,
  decision: 'denied',
  detail: {},
}

const SENT: AuditExport = {
  id: 'export-1',
  accountId: EQUITIES.id,
  location: 's3://desk-files/audit',
  format: 'jsonl',
  askedBy: DIRECTOR,
  askedAt: at(-2),
  firstSequence: 1,
  lastSequence: 200_000,
  written: 50_000,
  files: 1,
  state: 'running',
}

export const audit: { [Name in OperationName]?: AnswerOf<Name> } = {
  listAudits: { items: [EQUITIES, GOVERNANCE, ALT_DATA] },
  listAudit: { items: [READ, DENIED] },
  exportAudit: SENT,
  stopAuditExport: { done: true },
  listAuditExports: {
    items: [
      SENT,
      {
        ...SENT,
        id: 'export-2',
        location: 's3://elsewhere/audit',
        format: 'parquet',
        askedAt: at(-HOUR),
        written: 0,
        files: 0,
        state: 'failed',
        reason: 'user/director may not s3:PutObject on arn:aws:s3:::elsewhere/audit/*',
        endedAt: at(-HOUR + 1),
      },
      {
        ...SENT,
        id: 'export-3',
        location: 's3://desk-files/standing',
        askedAt: at(-2 * HOUR),
        written: SENT.lastSequence - SENT.firstSequence + 1,
        state: 'waiting',
        every: 'day',
        nextAt: at(HOUR),
      },
    ],
  },
  verifyAudit: {
    verifiedAt: at(0),
    chains: [{ account: GOVERNANCE, records: 4211, intact: true, head: '9f2c…' }],
  },
}

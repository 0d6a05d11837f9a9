import type { AuditExport as Wire } from '@millrace/contract'
import type { AuditExport } from '../../contexts/governance/index.ts'

/** Without the caller, with whose rights it is made. */
export function exportWire(of: AuditExport): Wire {
  const { caller: _, askedAt, endedAt, nextAt, nextSequence, ...told } = of
  return {
    ...told,
    askedAt: askedAt.toISOString(),
    written: nextSequence - told.firstSequence,
    ...(nextAt && told.state === 'waiting' && { nextAt: nextAt.toISOString() }),
    ...(endedAt && { endedAt: endedAt.toISOString() }),
  }
}

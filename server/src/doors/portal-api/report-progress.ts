import type { ReportProgress } from '@millrace/contract'
import type { ReportOrder } from '../../contexts/trials/index.ts'

export function progressView(order: ReportOrder | undefined): ReportProgress {
  if (!order) return { state: 'none' }
  const { askedAt, begunAt, failed } = order
  return {
    state: failed ? 'failed' : begunAt ? 'measuring' : 'waiting',
    askedAt: askedAt.toISOString(),
    ...(begunAt && { begunAt: begunAt.toISOString() }),
    ...(failed && { reason: failed.reason }),
  }
}

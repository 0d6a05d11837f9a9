import type { ReminderTargets as Wire } from '@millrace/contract'
import type { ReminderTargets } from '../../contexts/governance/index.ts'

export function wireReminders({ targets, setBy, setAt, version }: ReminderTargets): Wire {
  return {
    version,
    targets: targets.map((target) => ({ ...target })),
    ...(setBy && { setBy }),
    ...(setAt && { setAt: setAt.toISOString() }),
  }
}

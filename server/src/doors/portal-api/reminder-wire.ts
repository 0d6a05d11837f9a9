import type { ReminderTargets as Wire } from '@millrace/contract'
import type { ReminderTargets } from '../../contexts/governance/index.ts'

export function wireReminders({ targets, setBy, setAt }: ReminderTargets): Wire {
  return {
    targets: targets.map((target) => ({ ...target })),
    ...(setBy && { setBy }),
    ...(setAt && { setAt: setAt.toISOString() }),
  }
}

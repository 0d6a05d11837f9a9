import { operation } from './operation.ts'
import { wireReminders } from './reminder-wire.ts'

export const getReminderTargets = operation('getReminderTargets', async (deps, { caller }) =>
  wireReminders(await deps.governance.getReminderTargets(caller, {})),
)

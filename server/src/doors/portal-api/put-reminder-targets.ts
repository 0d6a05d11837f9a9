import { operation } from './operation.ts'
import { wireReminders } from './reminder-wire.ts'

export const putReminderTargets = operation('putReminderTargets', async (deps, { caller, body }) =>
  wireReminders(await deps.governance.putReminderTargets(caller, body)),
)

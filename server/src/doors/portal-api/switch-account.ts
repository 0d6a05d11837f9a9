import { isolate } from './isolation-report.ts'
import { operatorOperation } from './operation.ts'

export const switchAccount = operatorOperation('switchAccount', async (deps, call) => {
  const { isolated, reason } = call.body
  const accountId = call.params.account
  if (!isolated) {
    await deps.identity.releaseAccount('platform', { accountId })
    return { done: true }
  }
  return { done: true, report: await isolate(deps, { accountId, ...(reason ? { reason } : {}) }) }
})
